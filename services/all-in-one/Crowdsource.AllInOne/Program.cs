using Crowdsource.AllInOne;
using Crowdsource.Api;
using Crowdsource.Augmenter;
using Crowdsource.Catalogue;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Delivery;
using Crowdsource.Grains;
using Crowdsource.Hosting;
using Crowdsource.Storage;
using Crowdsource.Trainer;
using Microsoft.Extensions.Options;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddCrowdsource(bus =>
    {
        bus.AddAugmenterConsumers();
        bus.AddTrainerConsumers();
    });
    builder.Services
        .AddCrowdsourceGrains()
        .AddCrowdsourceApi()
        .AddCrowdsourceAugmenter()
        .AddCrowdsourceTrainer()
        .AddCrowdsourceDelivery()
        .JoinApiWithAugmenter();

    await using var app = builder.Build();
    app.UseCrowdsourceDelivery();
    app.Use(Correlation.Invoke);
    app.UseCrowdsourceApi();
    app.MapCrowdsourceApi();
    app.MapCrowdsourceDelivery();
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (exception is DataFolderInUseException or UnsupportedSchemaException or DamagedCatalogueException
    or OptionsValidationException or BlobStoreUnavailableException)
{
    // What an operator can mend is said in a sentence; everything else shows its trace.
    await Console.Error.WriteLineAsync($"crowdsource cannot start: {exception.Message}");
    return 1;
}
