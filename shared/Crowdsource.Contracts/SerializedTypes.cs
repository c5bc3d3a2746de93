using Crowdsource.Domain.Campaigns;
using Orleans;

// The domain carries serialization attributes only; its serializers are generated here.
[assembly: GenerateCodeForDeclaringAssembly(typeof(CampaignId))]
