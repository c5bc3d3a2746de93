namespace Crowdsource.Domain.Campaigns;

/// <summary>How nights train.</summary>
public enum TrainingStrategy
{
    /// <summary>What does best on validation photos.</summary>
    Auto,

    /// <summary>A head on the campaign's generation, never a new generation.</summary>
    LinearHead,

    /// <summary>A new generation every night, whatever it gains and costs.</summary>
    TailTuning,

    /// <summary>A small network, as if there were no pretrained weights.</summary>
    FromScratch,

    /// <summary>Every layer, from the pretrained weights: a new generation every night, whatever it gains and costs.</summary>
    FullFineTuning,
}
