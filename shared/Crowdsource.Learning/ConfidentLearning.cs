namespace Crowdsource.Learning;

/// <summary>
/// Finds photos whose label is probably wrong: confident learning (Northcutt, Jiang, Chuang 2021, "Confident Learning: Estimating Uncertainty in
/// Dataset Labels", section 3.1). A photo counts for the likeliest of the labels whose probability reaches what photos of that label have on
/// average; where that is another label than its own, the photo stands off the diagonal of the confident joint and is suspected. So a label
/// that the model is always unsure of raises no suspicion by that alone.
/// </summary>
internal static class ConfidentLearning
{
    /// <summary>The suspects, by falling margin.</summary>
    /// <param name="photos">Index of each photo among the samples.</param>
    /// <param name="logits">Photos × labels, row-major, of heads that did not learn from the photo's group.</param>
    /// <param name="given">The label of each photo.</param>
    /// <param name="labelCount">Number of labels.</param>
    /// <param name="temperature">What the logits are divided by.</param>
    public static Suspect[] Suspects(
        ReadOnlySpan<int> photos, ReadOnlySpan<float> logits, ReadOnlySpan<int> given, int labelCount, double temperature)
    {
        var probabilities = new float[photos.Length][];
        var (sums, counts) = (new double[labelCount], new int[labelCount]);
        for (var i = 0; i < photos.Length; i++)
        {
            probabilities[i] = Temperature.Softmax(logits.Slice(i * labelCount, labelCount), temperature);
            sums[given[i]] += probabilities[i][given[i]];
            counts[given[i]]++;
        }

        // What photos of a label have on average; a label that nobody was asked about claims no photo.
        double[] average = [.. sums.Zip(counts, (sum, count) => count == 0 ? double.PositiveInfinity : sum / count)];
        List<Suspect> suspects = [];
        for (var i = 0; i < photos.Length; i++)
        {
            var row = probabilities[i];
            var likelier = -1;
            for (var label = 0; label < labelCount; label++)
            {
                likelier = row[label] >= average[label] && (likelier < 0 || row[label] > row[likelier]) ? label : likelier;
            }

            if (likelier >= 0 && likelier != given[i])
            {
                suspects.Add(new Suspect(photos[i], likelier, row[likelier], row[given[i]]));
            }
        }

        return [.. suspects.OrderByDescending(suspect => suspect.Margin).ThenBy(suspect => suspect.Photo)];
    }
}
