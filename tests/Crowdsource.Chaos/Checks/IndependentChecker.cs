using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Crowdsource.Chaos.Load;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Crowdsource.Chaos.Checks;

/// <summary>
/// Reads what is left with plain SQL and plain files or objects, sharing no code with the server, and compares it with what clients were told.
/// </summary>
public sealed class IndependentChecker : IDisposable
{
    private static readonly string[] s_settled = ["InReview", "Accepted", "Rejected", "Duplicate", "Withdrawn", "Erased"];

    private readonly DbConnection _db;
    private readonly Func<string, byte[]?> _blob;
    private readonly ClientLog _log;
    private readonly List<string> _findings = [];
    private readonly List<Guid> _lost = [];
    private readonly HashSet<string> _sound = new(StringComparer.Ordinal);

    private IndependentChecker(DbConnection db, Func<string, byte[]?> blob, ClientLog log) => (_db, _blob, _log) = (db, blob, log);

    /// <summary>Photos that were acknowledged and are not there, once <see cref="Check"/> has looked.</summary>
    public IReadOnlyList<Guid> Lost => _lost;

    /// <summary>Of the embedded mode, by its data folder.</summary>
    public static IndependentChecker OfFolder(string dataFolder, ClientLog log) => new(
        new SqliteConnection($"Data Source={Path.Combine(dataFolder, "catalogue.db")};Pooling=False"),
        digest => Path.Combine(dataFolder, "blobs", digest[..2], digest) is var file && File.Exists(file) ? File.ReadAllBytes(file) : null,
        log);

    /// <summary>Of a cluster, by the ports of its servers on the loopback.</summary>
    public static IndependentChecker OfCluster(int postgresql, int s3, ClientLog log)
    {
        var objects = new Objects(s3);
        return new(new NpgsqlConnection($"Host=127.0.0.1;Port={postgresql};Username=postgres;Database=postgres"), objects.Read, log);
    }

    /// <summary>Everything lost, doubled or half done; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        _db.Open();
        Demand(_db is not SqliteConnection || Rows("PRAGMA integrity_check")[0][0] is "ok", "the database is damaged");
        Dictionary<Guid, long> ledger = Rows("SELECT submission, SUM(points) FROM points GROUP BY submission").ToDictionary(row => Id(row[0]), row => Number(row[1]));
        var photos = Rows("SELECT id, status, rejection, master, thumbnail, findings, points, upload FROM submissions")
            .ToDictionary(row => Id(row[0]), row => row);
        foreach (var id in _log.Acknowledged.Concat(_log.Withdrawn).Concat(_log.Erased))
        {
            if (!photos.ContainsKey(id))
            {
                _lost.Add(id);
                Demand(false, $"photo {id} was acknowledged and is lost");
            }
        }

        foreach (var (id, row) in photos)
        {
            var status = (string)row[1]!;
            Demand(s_settled.Contains(status), $"photo {id} was never processed: {status}");
            Demand(row[2] is not "cannot-process", $"photo {id} is sound and was given up");
            if (status is "InReview" or "Accepted")
            {
                var findings = JsonDocument.Parse((string)row[5]!).RootElement;
                foreach (var digest in Digests(findings, "master", "thumbnail", "features", "activations"))
                {
                    DemandBlob(digest, $"photo {id}");
                }
            }

            var (points, entries) = (Number(row[6]), ledger.GetValueOrDefault(id));
            Demand(entries == points, $"photo {id} has {points} points and ledger rows of {entries}");
            Demand(status == "Accepted" || points == 0, $"photo {id} is {status} and has {points} points");
        }

        CheckPromises(photos.ToDictionary(photo => photo.Key, photo => (string)photo.Value[1]!));
        CheckNights();
        var left = Rows("SELECT kind, subject, last_error FROM work WHERE done_at IS NULL");
        Demand(left.Count == 0, $"work is left: {string.Join(", ", left.Select(row => string.Join(' ', row)))}");
        return _findings;
    }

    public void Dispose() => _db.Dispose();

    private void CheckPromises(Dictionary<Guid, string> statuses)
    {
        foreach (var id in _log.Withdrawn)
        {
            Demand(statuses.GetValueOrDefault(id) is "Withdrawn" or "Erased", $"photo {id} was withdrawn and is {statuses.GetValueOrDefault(id)}");
        }

        foreach (var id in _log.Erased)
        {
            Demand(statuses.GetValueOrDefault(id) == "Erased", $"photo {id} was erased and is {statuses.GetValueOrDefault(id)}");
        }

        foreach (var (id, accepted) in _log.Reviewed)
        {
            Demand(
                statuses.GetValueOrDefault(id) == (accepted ? "Accepted" : "Rejected") || statuses.GetValueOrDefault(id) is "Withdrawn" or "Erased",
                $"the verdict on photo {id} ({(accepted ? "accept" : "reject")}) was confirmed, and it is {statuses.GetValueOrDefault(id)}");
        }

        Demand(
            Rows("SELECT submission, reason FROM points").GroupBy(row => (row[0], row[1])).All(rows => rows.Count() == 1),
            "points were given twice for one reason");
    }

    private void CheckNights()
    {
        var nights = Rows("SELECT number, phase, ended_at, reasons, campaign FROM nights ORDER BY number");
        Demand(HasNoGap(nights, campaign: 4), "a night is lost or doubled");
        Demand(_log.Nights.All(number => nights.Any(night => Number(night[0]) == number)), "a night was opened and is lost");
        foreach (var night in nights)
        {
            Demand(night[2] is not null && night[1] is "Promoted" or "Refused" or "Skipped", $"night {night[0]} ended as {night[1]}: {night[3]}");
        }

        var models = Rows("SELECT version, night, artifacts, campaign FROM models ORDER BY version");
        Demand(HasNoGap(models, campaign: 3), "versions have a gap");
        Demand(models.Select(model => (model[3], model[1])).Distinct().Count() == models.Count, "a night made two versions");
        foreach (var model in models)
        {
            string[] files = [.. JsonDocument.Parse((string)model[2]!).RootElement.EnumerateArray()
                .SelectMany(artifact => artifact.EnumerateObject())
                .Where(member => member.Name.Equals("files", StringComparison.OrdinalIgnoreCase))
                .SelectMany(member => member.Value.EnumerateArray())
                .SelectMany(file => Digests(file, "digest"))];
            Demand(files.Length > 0, $"version {model[0]} has no files");
            foreach (var file in files)
            {
                DemandBlob(file, $"version {model[0]}");
            }
        }
    }

    /// <summary>Each campaign counts from 1; rows begin with the number, in order.</summary>
    private static bool HasNoGap(List<object?[]> rows, int campaign) => rows.GroupBy(row => row[campaign])
        .All(group => group.Select(row => Number(row[0])).SequenceEqual(Enumerable.Range(1, group.Count()).Select(number => (long)number)));

    private static IEnumerable<string> Digests(JsonElement parent, params string[] names) => parent.EnumerateObject()
        .Where(member => names.Contains(member.Name, StringComparer.OrdinalIgnoreCase) && member.Value.ValueKind == JsonValueKind.String)
        .Select(member => member.Value.GetString()!);

    private void DemandBlob(string digest, string whose)
    {
        if (!_sound.Contains(digest))
        {
            var isSound = _blob(digest) is { } bytes && Convert.ToHexStringLower(SHA256.HashData(bytes)) == digest;
            Demand(isSound, $"a blob of {whose} is missing or damaged: {digest}");
            if (isSound)
            {
                _sound.Add(digest);
            }
        }
    }

    private void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            _findings.Add(otherwise);
        }
    }

    private static Guid Id(object? value) => value is Guid id ? id : Guid.Parse((string)value!);

    private static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private List<object?[]> Rows(string sql)
    {
        using var command = _db.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add([.. row.Select(value => value is DBNull ? null : value)]);
        }

        return rows;
    }
}
