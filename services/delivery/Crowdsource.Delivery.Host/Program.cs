using Crowdsource.Delivery;
using Crowdsource.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddCrowdsourceReader();
builder.DemandSharedParts();
builder.Services.AddCrowdsourceDelivery().AddDeliveryFaults();
return await builder.RunCrowdsource(app =>
{
    app.UseExceptionHandler();
    app.Use(Correlation.Invoke);
    app.UseCrowdsourceDelivery();
    app.MapCrowdsourceDelivery();
});
