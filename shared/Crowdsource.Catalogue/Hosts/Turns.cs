using System.Collections.Concurrent;
using Crowdsource.Catalogue.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Crowdsource.Catalogue.Hosts;

/// <summary>
/// Lets one host at a time do what would do harm, or would be in vain, if several did it, such as sweeping. A turn expires by the database's
/// clock; its holder counts from before it asked, so that the holder always thinks that it has less time than it has.
/// </summary>
public sealed class Turns(ICatalogue catalogue, TimeProvider clock)
{
    /// <summary>How long a turn lasts whose holder is never heard of again.</summary>
    private static readonly TimeSpan s_length = TimeSpan.FromMinutes(1);

    private readonly string _holder = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<string, long> _asked = new(StringComparer.Ordinal);

    /// <summary>For so long nobody else has a turn that was just taken: no step between two looks may take longer.</summary>
    public static TimeSpan AtLeast { get; } = s_length / 2;

    /// <summary>Takes or prolongs a turn; false while another host has it. Asks the database only when less than <see cref="AtLeast"/> is left.</summary>
    public async ValueTask<bool> Take(string name, CancellationToken cancellationToken)
    {
        if (_asked.TryGetValue(name, out var before) && clock.GetElapsedTime(before) < s_length - AtLeast)
        {
            return true;
        }

        var asked = clock.GetTimestamp();
        if (!await catalogue.WriteRows((db, token) => Take(db, name, token), cancellationToken))
        {
            _asked.TryRemove(name, out _);
            return false;
        }

        _asked[name] = asked;
        return true;
    }

    /// <summary>Leaves a turn to whoever is next.</summary>
    public async Task Leave(string name, CancellationToken cancellationToken)
    {
        _asked.TryRemove(name, out _);
        await catalogue.WriteRows(
            (db, token) => db.Set<TurnRow>().Where(turn => turn.Name == name && turn.Holder == _holder).ExecuteDeleteAsync(token), cancellationToken);
    }

    private async Task<bool> Take(CatalogueDb db, string name, CancellationToken cancellationToken)
    {
        var now = await db.Now(cancellationToken);
        var until = UtcMicroseconds.From(now + s_length);
        var holders = await db.Database.SqlQuery<string>(
            $"""
            INSERT INTO turns (name, holder, until) VALUES ({name}, {_holder}, {until})
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
                WHERE turns.holder = excluded.holder OR turns.until <= {UtcMicroseconds.From(now)}
            RETURNING holder
            """).ToListAsync(cancellationToken);
        return holders.Count > 0;
    }
}
