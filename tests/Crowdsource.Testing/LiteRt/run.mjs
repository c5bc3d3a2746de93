// Runs TensorFlow Lite models with Google's LiteRT in WebAssembly: run.mjs MODULES
// MODULES: folder of node_modules. Each line of the input is a request, each line of the output its answer:
// {model, inputs, outputs, shape}: files of float32 one after another, one input's shape -> {seconds} of running or {error}.
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { runInThisContext } from 'node:vm'

const require = createRequire(`${process.argv[2]}/`)
const folder = `${process.argv[2]}/@litertjs/core/wasm`
// Its loader expects a page's globals. Standard output carries answers only.
Object.assign(globalThis, {
  self: globalThis,
  require,
  __dirname: folder,
  __filename: `${folder}/litert_wasm_internal.js`,
  importScripts: (script) => runInThisContext(readFileSync(script, 'utf8')),
  location: { href: 'file:///' },
})
console.log = console.info = console.warn = console.error

const { loadLiteRt, loadAndCompile, Tensor } = await import(require.resolve('@litertjs/core'))
await loadLiteRt(`${folder}/`)

async function run({ model, inputs, outputs, shape }) {
  const compiled = await loadAndCompile(new Uint8Array(readFileSync(model)), { accelerator: 'wasm' })
  const file = openSync(inputs)
  try {
    const image = new Float32Array(shape.reduce((product, size) => product * size, 1))
    const results = []
    let milliseconds = 0
    while (readSync(file, image) === image.byteLength) {
      const input = new Tensor(image, shape)
      const start = performance.now()
      const [output] = await compiled.run(input)
      milliseconds += performance.now() - start
      results.push(Buffer.from(Float32Array.from(output.toTypedArray()).buffer))
      output.delete()
      input.delete()
    }
    writeFileSync(outputs, Buffer.concat(results))
    return { seconds: milliseconds / 1000 }
  } finally {
    closeSync(file)
    compiled.delete()
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer
  try {
    answer = await run(JSON.parse(line))
  } catch (error) {
    answer = { error: String(error) }
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
