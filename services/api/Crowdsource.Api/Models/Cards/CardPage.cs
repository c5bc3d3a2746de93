using Crowdsource.Api.Submissions;
using Crowdsource.Protocol.Models;
using Crowdsource.Protocol.Nights;

namespace Crowdsource.Api.Models.Cards;

/// <summary>A model card as one HTML file that needs nothing else: it can be read on a phone, kept and printed.</summary>
internal static class CardPage
{
    public static string Render(CardContent content)
    {
        var card = content.Card;
        // The style is not encoded: its hash stands in the answer's policy.
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>{card.CampaignName}, version {card.Version}: model card</title>
            <style>{new Html(CardStyle.Text)}</style>
            </head>
            <body>
            <header>
            <p class="kicker">Model card</p>
            <h1>{card.CampaignName}, version {card.Version}</h1>
            <p class="kicker">Made by night {card.Night} on <time datetime="{card.CreatedAt:yyyy-MM-ddTHH:mm:ssZ}">{card.CreatedAt:d MMMM yyyy, HH:mm} UTC</time></p>
            </header>
            <main>
            {Summary(card)}
            <h2>What it is not</h2>
            {List(card.Limits)}
            {Section("To be read with it", card.Metrics is { Notes.Count: > 0 } ? List(card.Metrics.Notes) : Html.Empty)}
            {Section("How it was made", Training(card))}
            {Section("What it learned from", Data(card))}
            {Section("Labels", Labels(card))}
            {Section("How it holds up", Robustness(card.Metrics))}
            {Section("What it confuses", CardFigures.Confusion(card.Labels, card.Confusion))}
            {Section("Whether its probabilities mean what they say", Calibration(card.Calibration, card.Metrics?.Shown))}
            {Section("What changed", Changes(card.Changes, content.Pictures))}
            {Section("Files", Artifacts(card.Artifacts))}
            {Section("Over the nights", CardFigures.History(card.History))}
            </main>
            <footer><p>Campaign <code>{card.Campaign}</code>. Shares are of photos; intervals are Wilson's at 95 %. The same as JSON: <code>crowdsource model show {card.Campaign} {card.Version} --json</code>.</p></footer>
            </body>
            </html>

            """).Text;
    }

    private static Html Section(string title, Html body) => body == Html.Empty ? body : Html.Of($"<h2>{title}</h2>\n{body}");

    private static Html Summary(ModelCard card) => card.Metrics is not { } metrics ? Html.Empty : Html.Of($"""
        <dl class="facts">
        {Fact("Right on test photos", $"{metrics.Top1:P1}", Range(metrics.Top1Interval))}
        {Fact("Photos turned", $"{metrics.Top1Rotated:P1}", null)}
        {Fact("Photos blurred", $"{metrics.Top1Blurred:P1}", null)}
        {(metrics.AnchorTop1 is { } anchor ? Fact("Right on locked photos", $"{anchor:P1}", $"{metrics.Anchor:N0} photos") : Html.Empty)}
        {Fact("Labels", $"{metrics.Labels.Count:N0}", $"mean recall {metrics.MacroRecall:P1}")}
        {Fact("Photos", $"{metrics.Train + metrics.Validation + metrics.Test:N0}", $"{metrics.Test:N0} of them to test")}
        {Fact("Strategy", $"{metrics.Strategy}", null)}
        </dl>
        """);

    private static Html Fact(string name, FormattableString value, FormattableString? beside) =>
        Html.Of($"<div><dt>{name}</dt><dd>{Html.Of(value)}{(beside is null ? Html.Empty : Html.Of($"<small>{Html.Of(beside)}</small>"))}</dd></div>");

    private static FormattableString Range(IntervalDocument interval) => $"{interval.Low:P1} to {interval.High:P1}";

    private static Html List(IEnumerable<string> sentences) => Html.Of($"<ul>\n{Html.Join(sentences.Select(sentence => Html.Of($"<li>{sentence}</li>\n")))}</ul>");

    private static Html Training(ModelCard card)
    {
        var training = card.Training;
        return Html.Of($"""
            <p>Strategy <strong>{training.Strategy ?? "not kept"}</strong>, seed {training.Seed}{Took(training)}. {Backbone(training)}</p>
            {(card.Metrics is { Strategies.Count: > 0 } metrics ? Trials(metrics.Strategies) : Html.Empty)}
            {(card.Metrics?.Head is { Trials.Count: > 0 } head ? Head(head, card.Metrics.Snapshot) : Html.Empty)}
            {(training.Attribution is { } attribution ? Html.Of($"<p>Pretrained weights: {attribution}</p>") : Html.Empty)}
            """);
    }

    private static Html Trials(IReadOnlyList<StrategyTrialResponse> trials) => Html.Of($"""
        <div class="scroll" tabindex="0"><table>
        <thead><tr><th scope="col">Tried</th><th scope="col">Right on views of validation photos</th><th scope="col">95 % interval</th><th scope="col">Photos</th><th scope="col">Seconds</th><th scope="col">MB that phones load anew</th></tr></thead>
        <tbody>
        {Html.Join(trials.Select(Row))}</tbody>
        </table></div>
        """);

    private static Html Row(StrategyTrialResponse trial) => Html.Of(
        $"<tr><td>{trial.Strategy}{(trial.Chosen ? new Html(" <strong>chosen</strong>") : Html.Empty)}</td><td>{trial.Top1:P1}</td><td>{Html.Of(Range(trial.Top1Interval))}</td><td>{trial.Photos:N0}</td><td>{trial.Seconds:N1}</td><td>{trial.ChangedBytes / 1e6:N2}</td></tr>\n");

    private static Html Head(HeadChoiceResponse head, string snapshot) => Html.Of($"""
        <div class="scroll" tabindex="0"><table>
        <thead><tr><th scope="col">Setting of the head</th><th scope="col">Value</th><th scope="col">Right out of fold</th><th scope="col">Log loss</th><th scope="col">Gain (standard error)</th></tr></thead>
        <tbody>
        {Html.Join(head.Trials.Select(Row))}</tbody>
        </table></div>
        <p class="soft">Judged on photos whose whole groups were left out of the training. A default is left only for more than twice the standard error of the gain.{(head.Snapshot == snapshot ? "" : " Fewer than a tenth of the photos changed since an earlier night tried these, whose choice was kept.")}</p>
        """);

    private static Html Row(HeadTrialResponse trial) => Html.Of(
        $"<tr><td>{trial.Setting}{(trial.Chosen ? new Html(" <strong>chosen</strong>") : Html.Empty)}</td><td>{trial.Value:0.####}</td><td>{trial.Top1:P1}</td><td>{trial.LogLoss:0.0000}</td>{(trial.GainError > 0 ? Html.Of($"<td>{trial.Gain:+0.0000;-0.0000;0.0000} ({trial.GainError:0.0000})</td>") : new Html("<td>–</td>"))}</tr>\n");

    private static Html Took(CardTraining training) => (training.EndedAt - training.StartedAt) is { } took ? Html.Of($", {took.TotalSeconds:N0} s from snapshot to verdict") : Html.Empty;

    private static Html Backbone(CardTraining training) => training switch
    {
        { Generation: null } => new Html("No pretrained backbone is inside."),
        { Generation: var number, GenerationAdoptedAt: { } adopted } => Html.Of($"Its backbone is the campaign's generation {number}, tuned on {adopted:d MMMM yyyy}.{(training.GenerationWhy is { } why ? $" {why}" : "")}"),
        _ => new Html("Its backbone is the pretrained one, unchanged."),
    };

    private static Html Data(ModelCard card) => card.Data is not { } data ? Html.Empty : Html.Of($"""
        <p>{data.Photos:N0} photos of {data.Contributors:N0} contributors, in {data.Groups:N0} groups that no split tears apart (split by {data.Grouping}).
        Snapshot <code>{data.Snapshot}</code>.</p>
        <div class="scroll" tabindex="0"><table>
        <thead><tr><th scope="col">Consent text</th><th scope="col" class="words">Licence</th><th scope="col">Photos</th></tr></thead>
        <tbody>
        {Html.Join(data.Consents.Select(consent => Html.Of($"<tr><td>version {consent.Version}</td><td class=\"words\">{consent.Licence ?? "not known any more"}</td><td>{consent.Photos:N0}</td></tr>\n")))}</tbody>
        </table></div>
        {(card.Metrics is { LeftOut.Count: > 0 } metrics ? Html.Of($"<p>Left out, for want of photos: {string.Join(", ", metrics.LeftOut)}.</p>") : Html.Empty)}
        """);

    private static Html Labels(ModelCard card)
    {
        if (card.Labels.Count == 0)
        {
            return Html.Empty;
        }

        var compared = card.Changes is not null;
        return Html.Of($"""
            <div class="scroll" tabindex="0"><table>
            <thead><tr><th scope="col">Label</th><th scope="col">Train</th><th scope="col">Validation</th><th scope="col">Test</th><th scope="col">Locked</th><th scope="col">Recall</th><th scope="col">95 % interval</th>{(compared ? new Html("<th scope=\"col\">Better</th><th scope=\"col\">Worse</th>") : Html.Empty)}</tr></thead>
            <tbody>
            {Html.Join(card.Labels.Select(label => Row(label, compared)))}</tbody>
            </table></div>
            """);
    }

    private static Html Row(CardLabel label, bool compared) => Html.Of(
        $"<tr><td>{label.Label}{(label.NoneOfThese ? new Html(" <small>none of these: no answer is shown</small>") : Html.Empty)}</td><td>{label.Train:N0}</td><td>{label.Validation:N0}</td><td>{label.Test:N0}</td><td>{label.Anchor:N0}</td>{(label.Test == 0 ? new Html("<td>–</td><td>–</td>") : Html.Of($"<td>{(double)label.Right / label.Test:P0}</td><td>{label.Interval.Low:P0} to {label.Interval.High:P0}</td>"))}{(compared ? Html.Of($"<td class=\"good\">{label.Gained:+0;-0;0}</td><td class=\"bad\">{label.Lost:+0;-0;0}</td>") : Html.Empty)}</tr>\n");

    private static Html Robustness(NightReportResponse? metrics) => metrics is not { Robustness.Count: > 0 } ? Html.Empty : Html.Of($"""
        <div class="scroll" tabindex="0"><table>
        <thead><tr><th scope="col">Test photos</th><th scope="col">Right</th><th scope="col">Without augmentation</th><th scope="col">It earns, points</th><th scope="col">Pictures</th></tr></thead>
        <tbody>
        {Html.Join(metrics.Robustness.Select(Row))}</tbody>
        </table></div>
        <p class="soft">Turned: by up to 45°. Blurred: Gaussian, σ 2 px, or by motion over 9 px, at 224 px.{(metrics.Robustness.Any(view => view.WithoutRecipe is not null) ? new Html(" The same night also trained on the photos alone, without augmented variants.") : Html.Empty)}</p>
        """);

    private static Html Row(RobustnessResponse view) => Html.Of(
        $"<tr><td>{view.View}</td><td>{view.Top1:P1}</td><td>{Share(view.WithoutRecipe)}</td>{Earned(view)}<td>{view.Pictures:N0}</td></tr>\n");

    private static Html Earned(RobustnessResponse view) => view.WithoutRecipe is { } without
        ? Html.Of($"<td class=\"{(view.RecipeHarms ? "bad" : "")}\">{100 * (view.Top1 - without):+0.0;-0.0;0.0}{(view.RecipeHarms ? new Html(" (harms)") : Html.Empty)}</td>")
        : new Html("<td>–</td>");

    private static Html Shown(ShownAnswersResponse? shown) => shown is not { Photos: > 0 } ? Html.Empty : Html.Of($"""
        <p>With that threshold {shown.Shown:N0} of {shown.Photos:N0} test photos of what it is to recognise get an answer, and {shown.ShownRight:N0} of those answers are right (the aim: {shown.Aim:P0}).{(shown.OutOfScope > 0 ? Html.Of($" Of {shown.OutOfScope:N0} photos of something else {shown.FalseAccepts:N0} would get one all the same.") : new Html(" How often photos of something else would get one is not known: curators have rejected none."))}</p>
        """);

    private static Html Calibration(CardCalibration? calibration, ShownAnswersResponse? shown) => calibration is not { Error: { } error } ? Html.Empty : Html.Of($"""
        {CardFigures.Reliability(calibration)}
        <p>Mean distance of confidence and share of right answers (expected calibration error): {error:P1}. {(calibration.AbstainBelow > 0 ? Html.Of($"Apps should show no answer below a confidence of {calibration.AbstainBelow:0.00}.") : new Html("Apps may show every answer."))}</p>
        {Shown(shown)}
        """);

    private static Html Changes(CardChanges? changes, IReadOnlyList<byte[]?> pictures) => changes is null ? Html.Empty : Html.Of($"""
        <p>Against version {changes.Version}, on {changes.Photos:N0} test photos of labels that both know:
        <strong class="good">{changes.Gained:N0} better</strong> (wrong before, right now), <strong class="bad">{changes.Lost:N0} worse</strong> (right before, wrong now).</p>
        {(changes.Examples.Count == 0 ? Html.Empty : Html.Of($"<ul class=\"photos\">\n{Html.Join(changes.Examples.Zip(pictures, Example))}</ul>\n<p class=\"soft\">Photos whose volunteers agreed to be shown, and still do.</p>"))}
        """);

    private static Html Example(CardExample example, byte[]? picture) => picture is null ? Html.Empty : Html.Of($"""
        <li><figure><img alt="{example.Label}" src="data:{PictureType.Of(picture)};base64,{new Html(Convert.ToBase64String(picture))}"/><figcaption><strong>{example.Label}</strong><span>before: {example.Before ?? "a label that is gone"}</span><span class="{(example.Now == example.Label ? "good" : "bad")}">now: {example.Now}</span><span>{example.Licence}</span></figcaption></figure></li>

        """);

    private static Html Artifacts(IReadOnlyList<ModelArtifactResponse> artifacts) => artifacts.Count == 0 ? Html.Empty : Html.Of($"""
        <div class="scroll" tabindex="0"><table>
        <thead><tr><th scope="col">File</th><th scope="col">Input, px</th><th scope="col">MB</th><th scope="col">Million multiply-adds</th><th scope="col">Right</th><th scope="col">Answers as fp32</th><th scope="col">Points lost (at most)</th></tr></thead>
        <tbody>
        {Html.Join(artifacts.Select(Row))}</tbody>
        </table></div>
        {Withheld([.. artifacts.Where(artifact => artifact.Withheld is not null)])}
        <p class="soft">“Answers as fp32”: on how many photos and variants, none of which calibrated it, the file gives the same label as 32-bit weights. Points lost: share of right answers less, with the upper bound of it (95 %, one-sided, paired).</p>
        """);

    private static Html Row(ModelArtifactResponse artifact) => Html.Of(
        $"<tr><td>{artifact.Artifact}{(artifact.Withheld is null ? Html.Empty : new Html(" <span class=\"bad\">withheld</span>"))}</td><td>{artifact.InputSize}</td><td>{artifact.Bytes / 1e6:N2}</td><td>{artifact.MultiplyAdds / 1e6:N0}</td><td>{Share(artifact.Top1)}</td>{(artifact.Parity is { } parity ? Html.Of($"<td>{parity.Agreement:P1} of {parity.Photos:N0}</td><td>{100 * parity.AccuracyLost:0.0} ({100 * parity.AccuracyLostAtMost:0.0})</td>") : new Html("<td>–</td><td>–</td>"))}</tr>\n");

    private static Html Withheld(List<ModelArtifactResponse> artifacts) =>
        artifacts.Count == 0 ? Html.Empty : Html.Of($"<p>Withheld, so that phones do not get them:</p>\n{List(artifacts.Select(artifact => artifact.Withheld!.Text))}");

    private static Html Share(double? share) => share is { } value ? Html.Of($"{value:P1}") : new Html("–");
}
