using Crowdsource.Domain.Access;

namespace Crowdsource.Api.Access;

/// <summary>On an endpoint: who may call it. Without it, everybody.</summary>
internal sealed record AllowedScopes(IReadOnlyList<TokenScope> Scopes);
