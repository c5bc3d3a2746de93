using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Crowdsource.Catalogue.Mapping;

/// <summary>States are immutable: a value is its own snapshot.</summary>
internal sealed class ImmutableComparer<T>() : ValueComparer<T>(favorStructuralComparisons: false);
