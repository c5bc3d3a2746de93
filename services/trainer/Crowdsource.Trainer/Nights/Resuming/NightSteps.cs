using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Crowdsource.Contracts.Grains;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Work;
using Crowdsource.Storage;

namespace Crowdsource.Trainer.Nights.Resuming;

/// <summary>
/// What the attempts at a night have done: a trainer that takes it up after another one died goes on where that one was. A step is what is
/// not worth doing twice; what came of it is kept until the night ends.
/// </summary>
internal sealed class NightSteps
{
    /// <summary>Another build may do a step in another way.</summary>
    private static readonly Guid s_build = typeof(NightSteps).Assembly.ManifestModule.ModuleVersionId;

    private readonly INightGrain _grain;
    private readonly WorkTicket _ticket;
    private readonly IBlobStore _blobs;
    private readonly string _from;
    private readonly ConcurrentDictionary<string, BlobDigest> _done;

    /// <param name="grain">The night.</param>
    /// <param name="ticket">The holder's.</param>
    /// <param name="blobs">Keeps what comes of the steps.</param>
    /// <param name="done">What earlier attempts did.</param>
    public NightSteps(INightGrain grain, WorkTicket ticket, IBlobStore blobs, IEnumerable<NightStep> done)
        : this(grain, ticket, blobs, "", new(done.Select(step => KeyValuePair.Create(step.Name, step.Result))))
    {
    }

    private NightSteps(INightGrain grain, WorkTicket ticket, IBlobStore blobs, string from, ConcurrentDictionary<string, BlobDigest> done) =>
        (_grain, _ticket, _blobs, _from, _done) = (grain, ticket, blobs, from, done);

    /// <summary>Steps whose results depend on this, too: with something else they are others.</summary>
    public NightSteps From(string what) => new(_grain, _ticket, _blobs, $"{_from}/{what}", _done);

    /// <summary>What came of a step, in an earlier attempt or else of <paramref name="run"/> now.</summary>
    /// <exception cref="NightTakenException">Another trainer holds the night.</exception>
    public async Task<T> Once<T>(string step, Func<Task<T>> run, CancellationToken cancellationToken)
    {
        if (await Find<T>(step, cancellationToken) is { } kept)
        {
            return kept.Value;
        }

        // Read back, so that a night which is never cut off goes the same way as one that is.
        return Read<T>(await Keep(step, await run(), cancellationToken));
    }

    /// <summary>What an earlier attempt kept; null when there is nothing, or its blob is gone.</summary>
    public async Task<Kept<T>?> Find<T>(string step, CancellationToken cancellationToken)
    {
        if (!_done.TryGetValue(Name(step), out var result))
        {
            return null;
        }

        await using var stream = await _blobs.OpenRead(result, cancellationToken);
        return stream is null ? null : await JsonSerializer.DeserializeAsync<Kept<T>>(stream, StepJson.Options, cancellationToken);
    }

    /// <summary>What is stored of the result.</summary>
    /// <exception cref="NightTakenException">Another trainer holds the night.</exception>
    public async Task<byte[]> Keep<T>(string step, T result, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new Kept<T>(_ticket.Subject, step, result), StepJson.Options);
        var kept = new NightStep(Name(step), (await _blobs.Put(bytes, cancellationToken)).Digest);
        await Hold(_grain.Keep(_ticket, kept));
        _done[kept.Name] = kept.Result;
        return bytes;
    }

    /// <summary>Features are for the next night too, whatever becomes of this one.</summary>
    /// <param name="manifest">The list of their files.</param>
    /// <exception cref="NightTakenException">Another trainer holds the night.</exception>
    public Task KeepFeatures(BlobDigest manifest) => Hold(_grain.KeepFeatures(_ticket, manifest));

    private async Task Hold(Task<bool> holding)
    {
        if (!await holding)
        {
            throw new NightTakenException(_ticket.Subject);
        }
    }

    private static T Read<T>(byte[] kept) => JsonSerializer.Deserialize<Kept<T>>(kept, StepJson.Options)!.Value;

    private string Name(string step) => $"{step}-{BlobDigest.Of(Encoding.UTF8.GetBytes($"{s_build}{_from}")).Value[..16]}";
}
