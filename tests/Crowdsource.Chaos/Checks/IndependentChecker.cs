using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Crowdsource.AllInOne.Tests.Faults;

/// <summary>
/// Reads what is left on the disk with plain SQL and plain files, sharing no code with the server, and compares it with what clients were told.
/// </summary>
internal sealed class IndependentChecker(string dataFolder, ClientLog log) : IDisposable
{
    private static readonly string[] s_settled = ["InReview", "Accepted", "Rejected", "Duplicate", "Withdrawn", "Erased"];

    private readonly SqliteConnection _db = new($"Data Source={Path.Combine(dataFolder, "catalogue.db")};Pooling=False");
    private readonly List<string> _findings = [];

    /// <summary>Everything lost, doubled or half done; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        _db.Open();
        Demand(Scalar("PRAGMA integrity_check") is "ok", "the database is damaged");
        var photos = Rows("SELECT id, status, rejection, master, thumbnail, findings, points, upload FROM submissions")
            .ToDictionary(row => Guid.Parse((string)row[0]!), row => row);
        foreach (var id in log.Acknowledged.Concat(log.Withdrawn).Concat(log.Erased))
        {
            Demand(photos.ContainsKey(id), $"photo {id} was acknowledged and is lost");
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
                    DemandBlob("blobs", digest, $"photo {id}");
                }
            }

            var ledger = Convert.ToInt64(Scalar($"SELECT COALESCE(SUM(points), 0) FROM points WHERE submission = '{(string)row[0]!}'"), CultureInfo.InvariantCulture);
            Demand(ledger == (long)row[6]!, $"photo {id} has {row[6]} points and ledger rows of {ledger}");
            Demand(status == "Accepted" || (long)row[6]! == 0, $"photo {id} is {status} and has {row[6]} points");
        }

        CheckPromises(photos.ToDictionary(photo => photo.Key, photo => (string)photo.Value[1]!));
        CheckNights();
        Demand(Scalar("SELECT COUNT(*) FROM work WHERE done_at IS NULL") is 0L, $"work is left: {string.Join(", ", Rows("SELECT kind, subject, last_error FROM work WHERE done_at IS NULL").Select(row => string.Join(' ', row)))}");
        return _findings;
    }

    public void Dispose() => _db.Dispose();

    private void CheckPromises(Dictionary<Guid, string> statuses)
    {
        foreach (var id in log.Withdrawn)
        {
            Demand(statuses.GetValueOrDefault(id) is "Withdrawn" or "Erased", $"photo {id} was withdrawn and is {statuses.GetValueOrDefault(id)}");
        }

        foreach (var id in log.Erased)
        {
            Demand(statuses.GetValueOrDefault(id) == "Erased", $"photo {id} was erased and is {statuses.GetValueOrDefault(id)}");
        }

        foreach (var (id, accepted) in log.Reviewed)
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
        var nights = Rows("SELECT number, phase, ended_at, version FROM nights ORDER BY number");
        Demand(nights.Select(night => (long)night[0]!).SequenceEqual(Enumerable.Range(1, nights.Count).Select(number => (long)number)), "a night is lost or doubled");
        Demand(log.Nights.All(number => number <= nights.Count), "a night was opened and is lost");
        foreach (var night in nights)
        {
            Demand(night[2] is not null && night[1] is "Promoted" or "Refused" or "Skipped", $"night {night[0]} ended as {night[1]}");
        }

        var models = Rows("SELECT version, night, artifacts FROM models ORDER BY version");
        Demand(models.Select(model => (long)model[0]!).SequenceEqual(Enumerable.Range(1, models.Count).Select(version => (long)version)), "versions have a gap");
        Demand(models.Select(model => model[1]).Distinct().Count() == models.Count, "a night made two versions");
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
                DemandBlob("blobs", file, $"version {model[0]}");
            }
        }

        var seen = log.Versions.ToList();
        Demand(seen.SequenceEqual(seen.Order()), "a phone saw an older version after a newer one");
    }

    private static IEnumerable<string> Digests(JsonElement parent, params string[] names) => parent.EnumerateObject()
        .Where(member => names.Contains(member.Name, StringComparer.OrdinalIgnoreCase) && member.Value.ValueKind == JsonValueKind.String)
        .Select(member => member.Value.GetString()!);

    private void DemandBlob(string store, string digest, string whose)
    {
        var file = Path.Combine(dataFolder, store, digest[..2], digest);
        Demand(File.Exists(file) && Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) == digest, $"a blob of {whose} is missing or damaged: {digest}");
    }

    private void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            _findings.Add(otherwise);
        }
    }

    private object? Scalar(string sql) => Rows(sql)[0][0];

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
