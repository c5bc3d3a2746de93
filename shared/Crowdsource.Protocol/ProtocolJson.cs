using System.Text.Json;
using System.Text.Json.Serialization;
using Crowdsource.Domain.Access;
using Crowdsource.Domain.Campaigns;
using Crowdsource.Domain.Nights;
using Crowdsource.Domain.Releases;
using Crowdsource.Domain.Submissions;
using Crowdsource.Domain.Volunteers;
using Crowdsource.Protocol.Leaderboards;
using Crowdsource.Protocol.Missions;
using Crowdsource.Protocol.Reviews;

namespace Crowdsource.Protocol;

/// <summary>How this protocol's documents are written as JSON, the same on both sides.</summary>
public static class ProtocolJson
{
    /// <summary>For clients: <c>JsonSerializer.Serialize(request, ProtocolJson.Options)</c>.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Makes other options (such as a web framework's) write and read the same way.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        options.Converters.Add(new UtcTimeConverter());
        options.Converters.Add(new CamelCaseEnumConverter<CampaignStatus>());
        options.Converters.Add(new CamelCaseEnumConverter<SubmissionStatus>());
        options.Converters.Add(new CamelCaseEnumConverter<Split>());
        options.Converters.Add(new CamelCaseEnumConverter<NightPhase>());
        options.Converters.Add(new CamelCaseEnumConverter<TrainingStrategy>());
        options.Converters.Add(new CamelCaseEnumConverter<TokenScope>());
        options.Converters.Add(new CamelCaseEnumConverter<ReceiptKind>());
        options.Converters.Add(new CamelCaseEnumConverter<ReviewVerdict>());
        options.Converters.Add(new CamelCaseEnumConverter<MissionReason>());
        options.Converters.Add(new CamelCaseEnumConverter<LeaderboardPeriod>());
        options.Converters.Add(new CamelCaseEnumConverter<TrustLevel>());
        options.TypeInfoResolverChain.Insert(0, ProtocolJsonContext.Default);
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly();
        return options;
    }
}
