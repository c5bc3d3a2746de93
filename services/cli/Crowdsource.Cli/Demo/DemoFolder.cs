namespace Crowdsource.Cli.Demo;

/// <summary>What the demo leaves behind, by name.</summary>
internal sealed class DemoFolder(string root)
{
    public string Samples => Path.Combine(root, "samples");

    public string HeldOutSamples => Path.Combine(root, "samples-holdout");

    public string Data => Path.Combine(root, "data");

    public string OwnerKey => Path.Combine(root, "owner-key");

    public string ServerLog => Path.Combine(root, "server.log");

    public string Acknowledged => Path.Combine(root, "acknowledged.log");

    public string Newsletter => Path.Combine(root, "newsletter.html");

    /// <summary>Of the version that the phone uses at the end.</summary>
    public string ModelCard => Path.Combine(root, "model-card.html");

    /// <summary>The bundle that the phone uses at the end.</summary>
    public string Phone => Path.Combine(root, "phone");

    /// <summary>What the phone's app keeps: downloads, versions, which one is used.</summary>
    public string PhoneStorage => Path.Combine(root, "phone-storage");

    public string Summary => Path.Combine(root, "summary.json");

    /// <summary>Deletes what an earlier demo left, and nothing else.</summary>
    public void Clean()
    {
        Directory.CreateDirectory(root);
        foreach (var folder in (string[])[Samples, HeldOutSamples, Data, Phone, PhoneStorage])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        foreach (var file in (string[])[OwnerKey, ServerLog, Acknowledged, Newsletter, ModelCard, Summary])
        {
            File.Delete(file);
        }
    }
}
