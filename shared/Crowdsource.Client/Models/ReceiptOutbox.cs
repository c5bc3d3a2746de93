using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crowdsource.Client.Files;
using Crowdsource.Client.Http;
using Crowdsource.Domain.Releases;
using Crowdsource.Protocol;
using Crowdsource.Protocol.Releases;

namespace Crowdsource.Client.Models;

/// <summary>What the device has to say about models. Each receipt is a file until the server has it; its id makes it count once.</summary>
internal sealed class ReceiptOutbox(RetryingSender sender, ModelFolder folder, ModelUpdaterOptions options, TimeProvider clock)
{
    private const int MaxWaiting = 200;
    private const int MaxDetail = 500;

    private static JsonTypeInfo<ReceiptRequest> Type => (JsonTypeInfo<ReceiptRequest>)ProtocolJson.Options.GetTypeInfo(typeof(ReceiptRequest));

    public async Task Add(ReceiptKind kind, int version, string? detail, CancellationToken cancellationToken)
    {
        if (options.AppToken is null || Waiting().Count >= MaxWaiting)
        {
            return;
        }

        var receipt = new ReceiptRequest(
            Guid.CreateVersion7(clock.GetUtcNow()), options.Channel, await folder.Device(cancellationToken), version, kind,
            detail?[..Math.Min(detail.Length, MaxDetail)]);
        await DurableFile.Write(
            Path.Combine(folder.Receipts, $"{receipt.Id}.json"), JsonSerializer.SerializeToUtf8Bytes(receipt, Type), cancellationToken);
    }

    /// <summary>Sends what waits, oldest first. What cannot be sent now stays.</summary>
    public async Task Send(CancellationToken cancellationToken)
    {
        if (options.AppToken is null)
        {
            return;
        }

        foreach (var path in Waiting())
        {
            var json = await File.ReadAllBytesAsync(path, cancellationToken);
            try
            {
                using var response = await sender.Send(() => Request(json), repeatable: true, cancellationToken);
                if (!IsSettled(response.StatusCode))
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                return;
            }

            File.Delete(path);
        }
    }

    // What the server will never take is not worth keeping; a missing right or a moment's overload may pass.
    private static bool IsSettled(HttpStatusCode status) =>
        (int)status is >= 200 and < 500
        && status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

    private HttpRequestMessage Request(byte[] json)
    {
        var content = new ByteArrayContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/campaigns/{options.Campaign}/receipts") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.AppToken);
        return request;
    }

    private List<string> Waiting() => [.. Directory.EnumerateFiles(folder.Receipts, "*.json").Order(StringComparer.Ordinal)];
}
