using Crowdsource.Api.Models;
using Crowdsource.Api.Operations;
using Crowdsource.Api.Submissions;
using Crowdsource.Augmenter.Variants;
using Crowdsource.Catalogue.Sqlite;
using Crowdsource.Domain.Blobs;
using Crowdsource.Storage;
using Crowdsource.Storage.Files;

namespace Crowdsource.AllInOne;

/// <summary>Where one module asks for what another one brings: only the host knows both.</summary>
internal static class JoinedModules
{
    public static IServiceCollection JoinApiWithAugmenter(this IServiceCollection services) => services
        .AddSingleton<IVariantRenderer, AugmenterVariantRenderer>()
        .AddSingleton<IPredictor, AugmenterPredictor>()
        // A data folder without its rows or its blobs is no backup: then there is none.
        .AddSingleton<IBackup>(provider => provider.GetService<SqliteCatalogue>() is not null && provider.GetRequiredService<IBlobStore>() is FileBlobStore
            ? ActivatorUtilities.CreateInstance<DataFolderBackup>(provider)
            : null!);

    private sealed class AugmenterVariantRenderer(VariantRenderer renderer) : IVariantRenderer
    {
        public Task<byte[]?> Render(BlobDigest master, int k, CancellationToken cancellationToken) => renderer.Render(master, k, cancellationToken);
    }
}
