using System.Collections.Immutable;
using Crowdsource.Domain.Imaging;

namespace Crowdsource.Updates.Bundles;

/// <summary>From photo to input, with examples that another implementation can be tested on: <c>preprocessing.json</c>.</summary>
/// <param name="Rule">What to do.</param>
/// <param name="Vectors">What must come out.</param>
public sealed record PreprocessingDocument(Preprocessing Rule, ImmutableArray<PreprocessingVector> Vectors);
