namespace Crowdsource.Cli.Demo.Plan;

/// <summary>One upload of the demo.</summary>
/// <param name="Id">Made by the volunteer's phone.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Volunteer">Index of the sender, from 0.</param>
/// <param name="Label">The label claimed for it.</param>
/// <param name="CapturedAt">When the phone says it was taken.</param>
/// <param name="Half">1 or 2: before the first night or after it.</param>
/// <param name="Delivery">How it is sent.</param>
/// <param name="Source">The photo that is sent, copied or damaged; null when all is generated.</param>
/// <param name="Number">Seeds what is generated for it, and chooses among the hostile files.</param>
/// <param name="Original">The upload that it repeats; null unless a duplicate.</param>
internal sealed record PlannedUpload(
    Guid Id,
    UploadKind Kind,
    int Volunteer,
    string Label,
    DateTimeOffset CapturedAt,
    int Half,
    Delivery Delivery,
    string? Source,
    int Number,
    Guid? Original);
