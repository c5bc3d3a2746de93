using Crowdsource.Hosting;
using Crowdsource.Trainer;

var builder = WebApplication.CreateBuilder(args);
builder.AddCrowdsourceWorker(bus => bus.AddTrainerConsumers());
builder.DemandSharedParts();
builder.Services.AddCrowdsourceTrainer();
return await builder.RunCrowdsource(_ => { });
