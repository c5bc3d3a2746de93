using Crowdsource.Client.Http;
using Crowdsource.Domain.Blobs;
using Crowdsource.Domain.Releases;
using Crowdsource.Protocol.Updates;
using Crowdsource.Updates;

namespace Crowdsource.Client.Models;

/// <summary>Asks what a channel offers (update protocol v0: believed as it comes). A signed protocol takes this place.</summary>
internal sealed class ChannelWatcher(RetryingSender sender, ModelFolder folder, ChannelId channel, string artifact)
{
    /// <summary>What is offered now; null: nothing.</summary>
    /// <exception cref="HttpRequestException">No answer, or not one of this protocol.</exception>
    public async Task<OfferedBundle?> Ask(CancellationToken cancellationToken)
    {
        var known = folder.Channel();
        if (known is not null && (known.Document.Campaign != channel.Campaign.Value || known.Document.Channel != channel.Name))
        {
            known = null;
        }

        using var response = await sender.Send(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, UpdateProtocolV0.ChannelPath(channel));
                if (known is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-None-Match", known.Tag);
                }

                return request;
            },
            repeatable: true,
            cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotModified && known is not null)
        {
            return await Offered(known.Document, cancellationToken);
        }

        ChannelDocument document;
        try
        {
            document = await response.Read<ChannelDocument>(cancellationToken);
        }
        catch (ProblemException problem)
        {
            throw new HttpRequestException(problem.Message, problem);
        }

        var offered = await Offered(document, cancellationToken);
        if (response.Headers.ETag is { } tag)
        {
            await folder.Remember(new KnownChannel(tag.ToString(), document), cancellationToken);
        }

        return offered;
    }

    private async Task<OfferedBundle?> Offered(ChannelDocument document, CancellationToken cancellationToken)
    {
        if (document.Campaign != channel.Campaign.Value || document.Channel != channel.Name)
        {
            throw new HttpRequestException($"The server answered with another channel than {channel}.");
        }

        // A device that refused what it was to try gets what all get.
        if (document.Trial is { Salt: { } salt, Release: { } tried } trial
            && Cohort.Includes(await folder.Device(cancellationToken), salt, trial.Share)
            && Offered(tried) is { Digest: { } candidate } offered
            && folder.Refusal(candidate) is null)
        {
            return offered;
        }

        return document.Release is { } release ? Offered(release) : null;
    }

    private OfferedBundle Offered(ReleaseDocument release)
    {
        var wanted = release.Artifacts?.FirstOrDefault(offered => offered?.Artifact == artifact);
        if (wanted?.Bundle is not { } bundle)
        {
            return new OfferedBundle(release.Version, null, wanted?.Withheld);
        }

        return BlobDigest.IsValid(bundle.Digest)
            ? new OfferedBundle(release.Version, new BlobDigest(bundle.Digest), null)
            : throw new HttpRequestException("The server offers a bundle without a name.");
    }
}
