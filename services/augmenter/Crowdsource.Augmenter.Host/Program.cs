using Crowdsource.Augmenter;
using Crowdsource.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddCrowdsourceWorker(bus => bus.AddAugmenterConsumers());
builder.DemandSharedParts();
builder.Services.AddCrowdsourceAugmenter();
return await builder.RunCrowdsource(_ => { });
