using System.Runtime.CompilerServices;
using Xunit;

namespace Crowdsource.Testing;

/// <summary>Checked-in files that tests regenerate and compare; <c>UPDATE_GOLDEN=1</c> writes them instead.</summary>
public static class Golden
{
    /// <summary>Compares <paramref name="actual"/> with the file, or writes it there.</summary>
    /// <param name="path">From the repository's root, or absolute.</param>
    /// <param name="actual">What the code makes now.</param>
    public static void Matches(string path, string actual)
    {
        var file = Path.Combine(RepositoryRoot(), path);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }

        Assert.True(File.Exists(file), $"{path} is missing: run the tests with UPDATE_GOLDEN=1 and check what it writes.");
        Assert.Equal(File.ReadAllText(file), actual, ignoreLineEndingDifferences: true);
    }

    /// <summary>The checkout that these tests were built from.</summary>
    public static string RepositoryRoot([CallerFilePath] string path = "")
    {
        var folder = Path.GetDirectoryName(path);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"{path} is not in a checkout.");
    }
}
