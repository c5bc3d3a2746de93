namespace Crowdsource.Client.Submitting;

/// <summary>A photo that is to be sent.</summary>
/// <param name="Id">Made once, when the photo was taken, and kept for every try: that is why it counts once.</param>
/// <param name="Campaign">Where to.</param>
/// <param name="Label">What the volunteer says it shows: the label's name.</param>
/// <param name="CapturedAt">When it was taken.</param>
public sealed record QueuedPhoto(Guid Id, string Campaign, string Label, DateTimeOffset CapturedAt);
