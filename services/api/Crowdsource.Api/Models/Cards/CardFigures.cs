using Crowdsource.Protocol.Models;

namespace Crowdsource.Api.Models.Cards;

/// <summary>Pictures of numbers, as SVG without style attributes or scripts. Each says in words what it shows.</summary>
internal static class CardFigures
{
    /// <summary>Pixels of a letter, about.</summary>
    private const double Letter = 6.2;

    /// <summary>With more labels, cells are smaller and have no room for their counts, which are in the titles.</summary>
    private const int LabelsWithCounts = 30;
    private const int LongestName = 24;

    /// <summary>A heat map: the darker a cell, the larger its share of the label's photos.</summary>
    public static Html Confusion(IReadOnlyList<CardLabel> labels, IReadOnlyList<IReadOnlyList<int>> confusion)
    {
        if (confusion.Sum(row => row.Sum()) == 0)
        {
            return Html.Empty;
        }

        var cell = labels.Count > LabelsWithCounts ? 16 : 24;
        var names = labels.Select(label => Short(label.Label)).ToList();
        var margin = (int)(names.Max(name => name.Length) * Letter) + 14;
        var side = labels.Count * cell;
        var cells = Enumerable.Range(0, labels.Count).SelectMany(row => Enumerable.Range(0, labels.Count)
            .Where(column => confusion[row][column] > 0)
            .Select(column => (Row: row, Column: column, Count: confusion[row][column], Share: (double)confusion[row][column] / labels[row].Test)));
        return Html.Of($"""
            <figure>
            <div class="scroll" tabindex="0"><svg role="img" aria-label="Confusion matrix of {labels.Count} labels" width="{margin + side + 8}" height="{margin + side + 8}" viewBox="0 0 {margin + side + 8} {margin + side + 8}">
            <rect class="axis" x="{margin}" y="{margin}" width="{side}" height="{side}"/>
            {Html.Join(names.Select((name, index) => Html.Of($"""
                <text x="{margin - 6}" y="{margin + (index * cell) + (cell * 0.7):0.#}" text-anchor="end">{name}</text>
                <text x="{margin + (index * cell) + (cell * 0.7):0.#}" y="{margin - 6}" transform="rotate(-90 {margin + (index * cell) + (cell * 0.7):0.#} {margin - 6})">{name}</text>

                """)))}
            {Html.Join(cells.Select(at => Html.Of($"""
                <g><title>{labels[at.Row].Label} taken for {labels[at.Column].Label}: {at.Count} of {labels[at.Row].Test}</title><rect class="{(at.Row == at.Column ? "right" : "wrong")}" fill-opacity="{0.12 + (0.5 * at.Share):0.00}" x="{margin + (at.Column * cell) + 1}" y="{margin + (at.Row * cell) + 1}" width="{cell - 2}" height="{cell - 2}"/>{(labels.Count > LabelsWithCounts ? Html.Empty : Html.Of($"<text x=\"{margin + (at.Column * cell) + (cell / 2)}\" y=\"{margin + (at.Row * cell) + (cell * 0.7):0.#}\" text-anchor=\"middle\">{at.Count}</text>"))}</g>

                """)))}
            </svg></div>
            <figcaption>Each row: the test photos of a label; each column: what the model takes them for. Off the diagonal are mistakes.</figcaption>
            </figure>
            """);
    }

    /// <summary>Share of right answers over confidence.</summary>
    public static Html Reliability(CardCalibration calibration)
    {
        const int Left = 44, Top = 10, Side = 260;
        var bins = calibration.Bins.Where(bin => bin.Photos > 0).ToList();
        return Html.Of($"""
            <figure>
            <svg class="fits" role="img" aria-label="Reliability diagram" width="320" height="310" viewBox="0 0 320 310">
            <rect class="axis" x="{Left}" y="{Top}" width="{Side}" height="{Side}"/>
            {Html.Join(bins.Select(bin => Html.Of($"""
                <g><title>Confidence {bin.From:0.0} to {bin.To:0.0}: {bin.Right} of {bin.Photos} right</title><rect class="bar" fill-opacity="0.35" x="{Left + (Side * bin.From) + 1:0.#}" y="{Top + (Side * (1 - ((double)bin.Right / bin.Photos))):0.#}" width="{(Side * (bin.To - bin.From)) - 2:0.#}" height="{Side * bin.Right / (double)bin.Photos:0.#}"/><circle class="right" cx="{Left + (Side * bin.Confidence):0.#}" cy="{Top + (Side * (1 - ((double)bin.Right / bin.Photos))):0.#}" r="{Math.Clamp(Math.Sqrt(bin.Photos), 2.5, 8):0.#}"/></g>

                """)))}
            <line class="ideal" x1="{Left}" y1="{Top + Side}" x2="{Left + Side}" y2="{Top}"/>
            {(calibration.AbstainBelow > 0 ? Html.Of($"<line class=\"limit\" x1=\"{Left + (Side * calibration.AbstainBelow):0.#}\" y1=\"{Top}\" x2=\"{Left + (Side * calibration.AbstainBelow):0.#}\" y2=\"{Top + Side}\"/>") : Html.Empty)}
            <text x="{Left - 6}" y="{Top + 8}" text-anchor="end">100 %</text><text x="{Left - 6}" y="{Top + Side}" text-anchor="end">0 %</text>
            <text x="{Left}" y="{Top + Side + 16}" text-anchor="middle">0</text><text x="{Left + Side}" y="{Top + Side + 16}" text-anchor="middle">1</text>
            <text x="{Left + (Side / 2)}" y="{Top + Side + 16}" text-anchor="middle">confidence</text>
            </svg>
            <figcaption>Share of right answers by confidence; on the dashed line probabilities mean what they say. The larger a dot, the more photos.{(calibration.AbstainBelow > 0 ? new Html(" Left of the upright line no answer is better.") : Html.Empty)}</figcaption>
            </figure>
            """);
    }

    /// <summary>Accuracy, photos and duration, one below the other.</summary>
    public static Html History(IReadOnlyList<CardNight> nights)
    {
        const int Left = 56, Width = 640, Height = 96, Gap = 34;
        if (nights.Count < 2)
        {
            return Html.Empty;
        }

        var step = (double)Width / nights.Count;
        var (photos, seconds) = (Math.Max(1, nights.Max(night => night.Photos)), Math.Max(1, nights.Max(night => night.Seconds) ?? 0));
        var every = (nights.Count + 19) / 20;
        return Html.Of($"""
            <figure>
            <svg class="fits wide" role="img" aria-label="Accuracy, photos and duration of {nights.Count} nights" viewBox="0 0 {Left + Width + 8} {(3 * (Height + Gap)) + 14}">
            {Panel(0, "right", "100 %", "0 %")}
            <polyline class="curve" points="{string.Join(' ', nights.Select((night, index) => FormattableString.Invariant($"{X(index):0.#},{Y(0, night.Top1):0.#}")))}"/>
            {Html.Join(nights.Select((night, index) => Html.Of($"""
                <g><title>Night {night.Number}: {night.Top1:P1}{(night.Version is { } version ? Html.Of($", version {version}") : new Html(", refused"))}</title><line class="whisker" x1="{X(index):0.#}" y1="{Y(0, night.Top1Interval.Low):0.#}" x2="{X(index):0.#}" y2="{Y(0, night.Top1Interval.High):0.#}"/><circle class="{(night.Version is null ? "refused" : "right")}" cx="{X(index):0.#}" cy="{Y(0, night.Top1):0.#}" r="4"/></g>

                """)))}
            {Panel(1, "photos", Html.Of($"{photos:N0}").Text, "0")}
            {Html.Join(nights.Select((night, index) => Bar(1, index, (double)night.Photos / photos, $"Night {night.Number}: {night.Photos:N0} photos")))}
            {Panel(2, "seconds", Html.Of($"{seconds:N0}").Text, "0")}
            {Html.Join(nights.Select((night, index) => night.Seconds is { } took ? Bar(2, index, took / seconds, $"Night {night.Number}: {took:N0} s") : Html.Empty))}
            {Html.Join(nights.Select((night, index) => index % every == 0 ? Html.Of($"<text x=\"{X(index):0.#}\" y=\"{(3 * (Height + Gap)) + 4}\" text-anchor=\"middle\">{night.Number}</text>\n") : Html.Empty))}
            </svg>
            <figcaption>Nights {nights[0].Number} to {nights[^1].Number}: share of right answers with its interval, photos, and seconds. Hollow: refused. Each night was measured on its own test photos, so this is a curve and no comparison; the gate compares two versions on the same photos.</figcaption>
            </figure>
            """);

        double X(int index) => Left + (step * (index + 0.5));

        double Y(int panel, double share) => 14 + (panel * (Height + Gap)) + (Height * (1 - share));

        Html Panel(int panel, string name, string highest, string lowest) => Html.Of($"""
            <text x="{Left}" y="{Y(panel, 1) - 4:0.#}">{name}</text><line class="axis" x1="{Left}" y1="{Y(panel, 1):0.#}" x2="{Left + Width}" y2="{Y(panel, 1):0.#}"/><line class="axis" x1="{Left}" y1="{Y(panel, 0):0.#}" x2="{Left + Width}" y2="{Y(panel, 0):0.#}"/><text x="{Left - 6}" y="{Y(panel, 1) + 8:0.#}" text-anchor="end">{highest}</text><text x="{Left - 6}" y="{Y(panel, 0):0.#}" text-anchor="end">{lowest}</text>
            """);

        Html Bar(int panel, int index, double share, FormattableString title) => Html.Of($"""
            <g><title>{Html.Of(title)}</title><rect class="bar" fill-opacity="0.6" x="{X(index) - (Math.Min(step * 0.7, 36) / 2):0.#}" y="{Y(panel, share):0.#}" width="{Math.Min(step * 0.7, 36):0.#}" height="{Height * share:0.#}"/></g>

            """);
    }

    private static string Short(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";
}
