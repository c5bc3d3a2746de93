using System.Collections.Immutable;
using Crowdsource.Catalogue.Mapping;
using Crowdsource.Domain.Work;

namespace Crowdsource.Catalogue.Tests;

[GenerateSerializer, Immutable]
public readonly record struct ParcelId(string Value);

[GenerateSerializer, Immutable]
public readonly record struct ShelfId(int Value);

public enum ParcelSize
{
    Small = 1,
    Large = 2,
}

[GenerateSerializer, Immutable]
public sealed record Thing(string Name, ShelfId? Shelf, DateTimeOffset Since);

/// <summary>A state with every kind of column.</summary>
[GenerateSerializer, Immutable]
public sealed record Parcel
{
    [Id(0)] public required ParcelId Id { get; init; }
    [Id(1)] public required string Name { get; init; }
    [Id(2)] public ParcelSize Size { get; init; } = ParcelSize.Small;
    [Id(3)] public DateTimeOffset At { get; init; } = DateTimeOffset.UnixEpoch;
    [Id(4)] public DateTimeOffset? SentAt { get; init; }
    [Id(5)] public ImmutableArray<Thing> Things { get; init; } = [];
    [Id(6)] public Thing? Best { get; init; }
    [Id(7)] public ShelfId? Shelf { get; init; }
    [Id(8)] public double Weight { get; init; }
    [Id(9)] public ImmutableDictionary<ShelfId, ParcelId> Neighbours { get; init; } = ImmutableDictionary<ShelfId, ParcelId>.Empty;
}

/// <summary>A ledger row.</summary>
public sealed record Stamp(ParcelId Parcel, string Reason, int Price);

internal static class Parcels
{
    public static CatalogueModel Model { get; } = new CatalogueModel()
        .State<Parcel, ParcelId>("parcels", parcel => parcel.Id, table => table
            .Derived("NameKey", parcel => parcel.Name.ToUpperInvariant())
            .Unique("NameKey")
            .Derived("BestSince", parcel => parcel.Best?.Since)
            .Index(parcel => new { parcel.Size, parcel.At }))
        .Ledger<Stamp>("stamps", table => table.Unique(stamp => new { stamp.Parcel, stamp.Reason }));

    public static Parcel Named(string name) => new() { Id = new ParcelId(name), Name = name };

    public static WorkItem Delivery(string key, DateTimeOffset? notBefore = null) => new()
    {
        Kind = "deliver",
        Subject = "subject of " + key,
        Key = key,
        CreatedAt = DateTimeOffset.UnixEpoch,
        NotBefore = notBefore,
    };
}
