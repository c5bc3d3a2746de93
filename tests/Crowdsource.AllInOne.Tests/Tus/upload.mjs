// Uploads a file with tus-js-client: upload.mjs CLIENT URL TOKEN FILE STORE METADATA [STOP_AT]
// CLIENT: folder of node_modules; STORE: where the client remembers uploads; METADATA: JSON; STOP_AT: dies at this offset.
import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'

const [client, endpoint, token, file, store, metadata, stopAt] = process.argv.slice(2)
const tus = createRequire(`${client}/`)('tus-js-client')

const upload = new tus.Upload(createReadStream(file), {
  endpoint,
  chunkSize: 16 * 1024,
  retryDelays: [0, 100, 300, 1000, 3000],
  headers: { Authorization: `Bearer ${token}` },
  metadata: JSON.parse(metadata),
  urlStorage: new tus.FileUrlStorage(store),
  storeFingerprintForResuming: true,
  fingerprint: async () => file,
  onChunkComplete: (size, offset) => {
    console.log(`offset ${offset}`)
    if (stopAt && offset >= Number(stopAt)) process.kill(process.pid, 'SIGKILL')
  },
  onError: (error) => {
    console.error(String(error))
    process.exit(1)
  },
  onSuccess: () => console.log(`done ${upload.url}`),
})

const previous = await upload.findPreviousUploads()
console.log(`previous ${previous.length}`)
if (previous.length > 0) upload.resumeFromPreviousUpload(previous[0])
upload.start()
