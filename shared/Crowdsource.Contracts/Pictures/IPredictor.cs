using Crowdsource.Domain.Campaigns;

namespace Crowdsource.Contracts.Pictures;

/// <summary>Answers photos with a released model on the server. Implemented where pixels are decoded.</summary>
public interface IPredictor
{
    /// <param name="campaign">The campaign.</param>
    /// <param name="version">The model version.</param>
    /// <param name="photo">JPEG, PNG or WebP as it was sent: nobody has looked at it yet.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<PredictOutcome> Predict(CampaignId campaign, int version, ReadOnlyMemory<byte> photo, CancellationToken cancellationToken);
}
