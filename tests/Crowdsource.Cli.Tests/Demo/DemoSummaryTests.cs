using System.Text.Json;
using Crowdsource.Cli.Demo.Summary;
using Shouldly;
using Xunit;

namespace Crowdsource.Cli.Tests.Demo;

public sealed class DemoSummaryTests
{
    [Fact]
    public void Every_member_is_there_even_when_nothing_is_known()
    {
        var summary = new DemoSummary(
            new PhotoCounts(1, 1, 0, new Dictionary<string, int> { ["too-dark"] = 1 }, 0, 0),
            [new NightSummary(1, "demo", "skipped", null, ["nothing-new"], null, null, null, null, null, null, null, null, null, null, null)],
            new HoldoutScores(null, null, null, null),
            new PhoneSummary(null, null, null, null, null, null, 0),
            new UpdateSummary(null),
            [new ArtifactSummary("onnx/fp32", 8_900_000, 300_000_000, null, null, null, null, null, null)],
            [new LeaderSummary("Brave Otter", 20)],
            1.5,
            1_000_000);

        JsonSerializer.Serialize(summary, DemoJsonContext.Default.DemoSummary).ReplaceLineEndings("\n").ShouldBe(
            """
            {
              "photos": {
                "sent": 1,
                "acknowledged": 1,
                "accepted": 0,
                "rejected": {
                  "too-dark": 1
                },
                "duplicates": 0,
                "lost": 0
              },
              "nights": [
                {
                  "night": 1,
                  "campaign": "demo",
                  "verdict": "skipped",
                  "version": null,
                  "reasons": [
                    "nothing-new"
                  ],
                  "strategy": null,
                  "seconds": null,
                  "train": null,
                  "validation": null,
                  "test": null,
                  "top1": null,
                  "top1Interval": null,
                  "top1Rotated": null,
                  "top1Blurred": null,
                  "macroRecall": null,
                  "negativeFlips": null
                }
              ],
              "withoutAugmentation": {
                "holdoutTop1": null,
                "holdoutTop1Rotated": null,
                "holdoutTop1Blurred": null,
                "holdoutTop1OffCentre": null
              },
              "phone": {
                "version": null,
                "agreementWithServer": null,
                "holdoutTop1": null,
                "holdoutTop1Rotated": null,
                "holdoutTop1Blurred": null,
                "holdoutTop1OffCentre": null,
                "holdoutPhotos": 0
              },
              "update": {
                "bundleBytes": null
              },
              "artifacts": [
                {
                  "artifact": "onnx/fp32",
                  "bytes": 8900000,
                  "multiplyAdds": 300000000,
                  "top1": null,
                  "parityPhotos": null,
                  "agreement": null,
                  "accuracyLost": null,
                  "withheld": null,
                  "changedBytes": null
                }
              ],
              "leaderboard": [
                {
                  "pseudonym": "Brave Otter",
                  "points": 20
                }
              ],
              "seconds": 1.5,
              "peakServerMemoryBytes": 1000000
            }
            """.ReplaceLineEndings("\n"));
    }
}
