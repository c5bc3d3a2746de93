namespace Crowdsource.Api.Audit;

/// <summary>On an endpoint whose method suggests a change: there is none, so the audit log has nothing to say.</summary>
internal sealed record ChangesNothing;
