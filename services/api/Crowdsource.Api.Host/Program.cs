using Crowdsource.Api;
using Crowdsource.Augmenter;
using Crowdsource.Grains;
using Crowdsource.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddCrowdsource(_ => { });
builder.DemandSharedParts();
builder.Services.AddCrowdsourceGrains().AddCrowdsourceApi().AddPictureAnswers();
return await builder.RunCrowdsource(app =>
{
    app.Use(Correlation.Invoke);
    app.UseCrowdsourceApi();
    app.MapCrowdsourceApi();
});
