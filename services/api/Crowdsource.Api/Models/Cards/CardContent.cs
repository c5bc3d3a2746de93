using Crowdsource.Protocol.Models;

namespace Crowdsource.Api.Models.Cards;

/// <param name="Card">What is known.</param>
/// <param name="Pictures">Small pictures of the examples, in their order; null where one is gone.</param>
internal sealed record CardContent(ModelCard Card, IReadOnlyList<byte[]?> Pictures);
