using Crowdsource.Api.Operations;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Storage;
using Crowdsource.Storage.Files;

namespace Crowdsource.AllInOne;

internal static class BackupRegistration
{
    /// <summary>A data folder without its rows or its blobs is no backup: then there is none.</summary>
    public static IServiceCollection AddDataFolderBackup(this IServiceCollection services) => services
        .AddSingleton<IBackup>(provider => provider.GetService<SqliteCatalogue>() is not null && provider.GetRequiredService<IBlobStore>() is FileBlobStore
            ? ActivatorUtilities.CreateInstance<DataFolderBackup>(provider)
            : null!);
}
