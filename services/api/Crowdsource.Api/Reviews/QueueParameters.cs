using Crowdsource.Protocol.Reviews;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;

namespace Crowdsource.Api.Reviews;

/// <summary>Which photos of the queue, and in which order. All conditions hold together.</summary>
/// <param name="Label">A label's name.</param>
/// <param name="Volunteer">A contributor key or a pseudonym.</param>
/// <param name="MinQuality">0 to 1, inclusive.</param>
/// <param name="MaxQuality">0 to 1, inclusive.</param>
/// <param name="Cluster">Photos of one thing.</param>
/// <param name="OlderThan">Received before.</param>
/// <param name="NewerThan">Received after.</param>
/// <param name="Appealed">Whether its volunteer appealed.</param>
/// <param name="Suspected">Accepted photos whose label the last night doubts, instead of those that wait.</param>
/// <param name="Sort">age when absent; doubted photos are sorted by how much likelier another label is.</param>
internal sealed record QueueParameters(
    [FromQuery(Name = "label")] string? Label,
    [FromQuery(Name = "volunteer")] string? Volunteer,
    [FromQuery(Name = "minQuality")] double? MinQuality,
    [FromQuery(Name = "maxQuality")] double? MaxQuality,
    [FromQuery(Name = "cluster")] Guid? Cluster,
    [FromQuery(Name = "olderThan")] DateTimeOffset? OlderThan,
    [FromQuery(Name = "newerThan")] DateTimeOffset? NewerThan,
    [FromQuery(Name = "appealed")] bool? Appealed,
    [FromQuery(Name = "suspected")] bool? Suspected,
    [FromQuery(Name = "sort")] string? Sort)
{
    /// <summary>Null when it is none that exists.</summary>
    public QueueSort? Order => Sort is null ? QueueSort.Age
        : Enum.GetValues<QueueSort>().Cast<QueueSort?>().FirstOrDefault(sort => sort.ToString()!.Equals(Sort, StringComparison.OrdinalIgnoreCase));
}

internal sealed class QueueParametersValidator : AbstractValidator<QueueParameters>
{
    public QueueParametersValidator()
    {
        RuleFor(queue => queue.MinQuality).InclusiveBetween(0, 1);
        RuleFor(queue => queue.MaxQuality).InclusiveBetween(0, 1);
        RuleFor(queue => queue.Volunteer).MaximumLength(100);
        RuleFor(queue => queue.Order).NotNull().OverridePropertyName(nameof(QueueParameters.Sort)).WithMessage("Give age, quality or cluster.");
        RuleFor(queue => queue.Sort).Null().When(queue => queue.Suspected == true).WithMessage("Doubted photos have an order of their own.");
    }
}
