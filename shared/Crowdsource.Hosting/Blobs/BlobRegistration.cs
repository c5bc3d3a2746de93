using Crowdsource.Storage;
using Crowdsource.Storage.Files;
using Crowdsource.Storage.S3;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crowdsource.Hosting.Blobs;

/// <summary>Puts what the configuration names behind the ports of blobs, uploads and unfinished uploads.</summary>
internal static class BlobRegistration
{
    private const string Blobs = "blobs";
    private const string Uploads = "uploads";
    private const string PartialUploads = "partial-uploads";

    public static void AddBlobs(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<BlobOptions>()
            .BindConfiguration(BlobOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SweepPause>();
        if (builder.Configuration[$"{BlobOptions.Section}:{nameof(BlobOptions.Store)}"] == BlobOptions.InS3)
        {
            AddS3(services);
        }
        else
        {
            AddDirectory(services);
        }
    }

    private static void AddS3(IServiceCollection services)
    {
        services.AddSingleton(provider => new S3Bucket(S3(provider)));
        services.AddHostedService<S3Start>();
        services.AddSingleton<IBlobStore>(provider => new S3BlobStore(provider.GetRequiredService<S3Bucket>(), Blobs));
        services.AddSingleton<IUploadStore>(provider => new S3BlobStore(provider.GetRequiredService<S3Bucket>(), Uploads));
        services.AddSingleton<IPartialUploads>(provider =>
            new S3PartialUploads(provider.GetRequiredService<S3Bucket>(), PartialUploads, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PartOfHost(Blobs, $"S3 {S3(provider).Endpoint}, bucket {S3(provider).Bucket} (by SHA-256; uploads too)"));
    }

    private static void AddDirectory(IServiceCollection services)
    {
        services.AddSingleton<IBlobStore>(provider => Store(provider, Blobs));
        services.AddSingleton<IUploadStore>(provider => Store(provider, Uploads));
        services.AddSingleton<IPartialUploads>(provider =>
        {
            var (folder, reserve) = Disk(provider, PartialUploads);
            return new FilePartialUploads(folder, reserve, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton(provider => new PartOfHost(Blobs, $"directory {FolderOf(provider, Blobs)} (by SHA-256)"));
        services.AddSingleton(provider => new PartOfHost(Uploads, $"directory {FolderOf(provider, Uploads)} (until they are processed)"));
    }

    private static FileBlobStore Store(IServiceProvider provider, string name)
    {
        var (folder, reserve) = Disk(provider, name);
        return new FileBlobStore(folder, reserve);
    }

    private static (string Folder, DiskReserve Reserve) Disk(IServiceProvider provider, string name)
    {
        var folder = FolderOf(provider, name);
        Directory.CreateDirectory(folder);
        return (folder, DiskReserve.Of(folder, Options(provider).DiskReserveBytes));
    }

    private static string FolderOf(IServiceProvider provider, string name) => Path.GetFullPath(Path.Combine(Options(provider).DataFolder, name));

    private static CrowdsourceOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<CrowdsourceOptions>>().Value;

    private static S3Options S3(IServiceProvider provider) => provider.GetRequiredService<IOptions<BlobOptions>>().Value.S3;
}
