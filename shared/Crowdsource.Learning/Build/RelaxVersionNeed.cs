using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Marks one GNU symbol version that a 64-bit little-endian ELF library needs as weak (VER_FLG_WEAK), in a copy, so that the dynamic linker
/// starts it on a system which lacks that version. Where the system has every version, the library itself is the result; where it lacks
/// any other, the build fails: only the named one was checked to be harmless.
/// </summary>
/// <remarks>
/// Compiled by MSBuild as an inline task against netstandard2.0, hence no spans. Layout: System V ABI, "Symbol Versioning"
/// (Linux Standard Base Core, section 10.7): Verneed {u16 version, u16 count, u32 file, u32 aux, u32 next},
/// Vernaux {u32 hash, u16 flags, u16 other, u32 name, u32 next}.
/// </remarks>
public sealed class RelaxVersionNeed : Task
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort Weak = 2;

    private static readonly string[] s_systemFolders =
    {
        "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/usr/lib", "/lib",
    };

    [Required]
    public string Library { get; set; }

    [Required]
    public string Version { get; set; }

    [Required]
    public string Folder { get; set; }

    [Output]
    public string Result { get; set; }

    public override bool Execute()
    {
        var bytes = File.ReadAllBytes(Library);
        var missing = VersionNeeds(bytes).Where(need => !SystemOffers(need.File, need.Name)).ToList();
        var unknown = missing.Where(need => need.Name != Version).Select(need => need.File + " " + need.Name).ToList();
        if (unknown.Count > 0)
        {
            Log.LogError("{0} needs {1}, which this system lacks; only {2} is known to be harmless.", Library, string.Join(", ", unknown), Version);
            return false;
        }

        if (missing.Count == 0)
        {
            Result = Library;
            return true;
        }

        Result = Path.GetFullPath(Path.Combine(Folder, Path.GetFileName(Library)));
        if (!File.Exists(Result))
        {
            foreach (var need in missing)
            {
                bytes[need.FlagsOffset] |= (byte)Weak;
            }

            // Projects build side by side: each writes a file of its own, and the last rename wins with the same bytes.
            Directory.CreateDirectory(Folder);
            var temporary = Result + "." + Guid.NewGuid().ToString("N");
            File.WriteAllBytes(temporary, bytes);
            try
            {
                File.Move(temporary, Result);
            }
            catch (IOException) when (File.Exists(Result))
            {
                File.Delete(temporary);
            }
        }

        Log.LogMessage(MessageImportance.Low, "{0} is weak in {1}.", Version, Result);
        return true;
    }

    private static IEnumerable<VersionNeed> VersionNeeds(byte[] elf)
    {
        if (elf.Length < 64 || BitConverter.ToUInt32(elf, 0) != 0x464c457f || elf[4] != 2 || elf[5] != 1)
        {
            throw new InvalidDataException("Not a 64-bit little-endian ELF file.");
        }

        var sections = (int)BitConverter.ToUInt64(elf, 0x28);
        var sectionSize = BitConverter.ToUInt16(elf, 0x3a);
        var sectionCount = BitConverter.ToUInt16(elf, 0x3c);
        for (var section = sections; section < sections + (sectionCount * sectionSize); section += sectionSize)
        {
            if (BitConverter.ToUInt32(elf, section + 4) != VersionNeedSection)
            {
                continue;
            }

            var names = SectionOffset(elf, sections + (BitConverter.ToInt32(elf, section + 0x28) * sectionSize));
            var files = BitConverter.ToInt32(elf, section + 0x2c);
            var need = SectionOffset(elf, section);
            for (var i = 0; i < files; i++)
            {
                var file = Text(elf, names + BitConverter.ToInt32(elf, need + 4));
                var versions = BitConverter.ToUInt16(elf, need + 2);
                var version = need + BitConverter.ToInt32(elf, need + 8);
                for (var j = 0; j < versions; j++)
                {
                    yield return new VersionNeed
                    {
                        File = file,
                        Name = Text(elf, names + BitConverter.ToInt32(elf, version + 8)),
                        FlagsOffset = version + 4,
                    };
                    version += BitConverter.ToInt32(elf, version + 12);
                }

                need += BitConverter.ToInt32(elf, need + 12);
            }
        }
    }

    private static int SectionOffset(byte[] elf, int header) => (int)BitConverter.ToUInt64(elf, header + 0x18);

    private static string Text(byte[] bytes, int offset) =>
        Encoding.ASCII.GetString(bytes, offset, Array.IndexOf(bytes, (byte)0, offset) - offset);

    /// <summary>A library that stands in none of the usual folders cannot be judged here; the dynamic linker will find it or say so.</summary>
    private static bool SystemOffers(string file, string version)
    {
        var path = s_systemFolders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        return path == null || Contains(File.ReadAllBytes(path), Encoding.ASCII.GetBytes("\0" + version + "\0"));
    }

    private static bool Contains(byte[] bytes, byte[] sought)
    {
        for (var start = Array.IndexOf(bytes, sought[1]); start > 0; start = Array.IndexOf(bytes, sought[1], start + 1))
        {
            var i = 0;
            while (i < sought.Length && start - 1 + i < bytes.Length && bytes[start - 1 + i] == sought[i])
            {
                i++;
            }

            if (i == sought.Length)
            {
                return true;
            }
        }

        return false;
    }

    private sealed class VersionNeed
    {
        public string File;
        public string Name;
        public int FlagsOffset;
    }
}
