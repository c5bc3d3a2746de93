using Crowdsource.AllInOne;
using Crowdsource.Api;
using Crowdsource.Augmenter;
using Crowdsource.Delivery;
using Crowdsource.Grains;
using Crowdsource.Hosting;
using Crowdsource.Trainer;

var builder = WebApplication.CreateBuilder(args);
builder.AddCrowdsource(bus =>
{
    bus.AddAugmenterConsumers();
    bus.AddTrainerConsumers();
});
builder.Services
    .AddCrowdsourceGrains()
    .AddCrowdsourceApi()
    .AddPictureAnswers()
    .AddCrowdsourceAugmenter()
    .AddCrowdsourceTrainer()
    .AddCrowdsourceDelivery()
    .AddDataFolderBackup();
return await builder.RunCrowdsource(app =>
{
    app.UseCrowdsourceDelivery();
    app.Use(Correlation.Invoke);
    app.UseCrowdsourceApi();
    app.MapCrowdsourceApi();
    app.MapCrowdsourceDelivery();
});
