using Crowdsource.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Crowdsource.Cli.Demo.Summary;

/// <summary>The summary as people read it.</summary>
internal static class DemoPicture
{
    public static IRenderable Of(DemoSummary summary) => new Rows(
        Photos(summary.Photos), new Text(""), Nights(summary.Nights), new Text(""), Phone(summary), new Text(""),
        Artifacts(summary.Artifacts), new Text(""), Leaders(summary.Leaderboard));

    private static Grid Photos(PhotoCounts photos) => CommandOutput.Facts(
        ("Photos and files sent", $"{photos.Sent}"),
        ("Acknowledged", $"{photos.Acknowledged}"),
        ("Accepted", $"{photos.Accepted}"),
        ("Rejected", photos.Rejected.Count == 0 ? "0" : string.Join(", ", photos.Rejected.Select(code => $"{code.Value} {code.Key}"))),
        ("Duplicates", $"{photos.Duplicates}"),
        ("Lost", $"{photos.Lost}"));

    private static Rows Nights(IReadOnlyList<NightSummary> nights)
    {
        var table = CommandOutput.Table("Night", "Verdict", "Trained on", "Top-1*", "Rotated", "Blurred", "Seconds");
        table.Caption("* On test photos of the same set, hence optimistic: photos from elsewhere do worse.");
        foreach (var night in nights)
        {
            table.AddRow(
                new Text(Name(night)),
                new Text(night.Version is { } version ? $"{night.Verdict}: version {version}" : night.Verdict),
                new Text(night.Train is { } train ? $"{train}, {night.Strategy}" : "–"),
                new Text(night.Top1Interval is [var low, var high] ? $"{night.Top1:P1} ({low:P0} to {high:P0})" : "–"),
                new Text(CommandOutput.Share(night.Top1Rotated)),
                new Text(CommandOutput.Share(night.Top1Blurred)),
                new Text(night.Seconds is { } seconds ? $"{seconds:N1}" : "–"));
        }

        return new Rows(nights.Where(night => night.Reasons.Count > 0)
            .Select(night => new Text($"{Name(night)} was {night.Verdict}: {string.Join(", ", night.Reasons)}."))
            .Prepend<IRenderable>(table));
    }

    private static string Name(NightSummary night) => $"{night.Campaign} {night.Night}";

    private static Grid Phone(DemoSummary summary)
    {
        var (phone, plain) = (summary.Phone, summary.WithoutAugmentation);
        return CommandOutput.Facts(
            ("The phone uses", phone.Version is { } version ? $"version {version}" : "no model"),
            ("Bundle", summary.Update.BundleBytes is { } bytes ? $"{bytes / 1e6:N1} MB" : "–"),
            ("Phone and server agree on", CommandOutput.Share(phone.AgreementWithServer)),
            ("Photos from elsewhere", phone.HoldoutPhotos == 0 ? "none given: what the model is worth is not known" : $"{phone.HoldoutPhotos}"),
            ("  right on", phone.HoldoutPhotos == 0 ? null : CommandOutput.Share(phone.HoldoutTop1)),
            ("  rotated", phone.HoldoutPhotos == 0 ? null : CommandOutput.Share(phone.HoldoutTop1Rotated)),
            ("  blurred", phone.HoldoutPhotos == 0 ? null : CommandOutput.Share(phone.HoldoutTop1Blurred)),
            ("  off-centre", phone.HoldoutPhotos == 0 ? null : CommandOutput.Share(phone.HoldoutTop1OffCentre)),
            ("  trained without augmentation", plain.HoldoutTop1 is null ? null
                : $"{CommandOutput.Share(plain.HoldoutTop1)}, rotated {CommandOutput.Share(plain.HoldoutTop1Rotated)}, "
                + $"blurred {CommandOutput.Share(plain.HoldoutTop1Blurred)}, off-centre {CommandOutput.Share(plain.HoldoutTop1OffCentre)}"),
            ("Time", $"{summary.Seconds:N0} s"),
            ("Server memory at most", $"{summary.PeakServerMemoryBytes / 1e6:N0} MB"));
    }

    private static Rows Artifacts(IReadOnlyList<ArtifactSummary> artifacts)
    {
        var table = CommandOutput.Table("Artifact", "MB", "M mult-adds", "Top-1*", "As 32 bits", "Points lost", "New bytes");
        foreach (var artifact in artifacts)
        {
            table.AddRow(
                new Text(artifact.Artifact),
                new Text($"{artifact.Bytes / 1e6:N2}"),
                new Text($"{artifact.MultiplyAdds / 1e6:N0}"),
                new Text(CommandOutput.Share(artifact.Top1)),
                new Text(artifact.Agreement is { } agreement ? $"{agreement:P2} of {artifact.ParityPhotos:N0}" : "–"),
                new Text(artifact.AccuracyLost is { } lost ? $"{100 * lost:N2}" : "–"),
                new Text(artifact.ChangedBytes is { } changed ? $"{(double)changed / artifact.Bytes:P2}" : "–"));
        }

        return new Rows(artifacts.Where(artifact => artifact.Withheld is not null)
            .Select(artifact => new Text($"Withheld: {artifact.Withheld}"))
            .Prepend<IRenderable>(table));
    }

    private static Table Leaders(IReadOnlyList<LeaderSummary> leaders)
    {
        var table = CommandOutput.Table("Leaderboard", "Points");
        foreach (var leader in leaders.Take(10))
        {
            table.AddRow(new Text(leader.Pseudonym), new Text($"{leader.Points}"));
        }

        return table;
    }
}
