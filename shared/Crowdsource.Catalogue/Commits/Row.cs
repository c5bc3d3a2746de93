namespace Crowdsource.Catalogue;

/// <summary>A stored state and the version under which it was read.</summary>
public sealed record Row<TState>(TState State, RowVersion Version)
    where TState : class;
