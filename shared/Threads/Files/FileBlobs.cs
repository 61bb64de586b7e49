using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Configuration;
using Onbehalf.Storage;

namespace Onbehalf.Threads.Files;

/// <summary>
/// The encrypted contents, one blob each. The setting is the container's URI (token credential) or a connection string. With a connection string,
/// the container is <c>files</c> with the table prefix. Bicep or the local runtime creates the container.
/// </summary>
public sealed class FileBlobs(IConfiguration configuration)
{
    private const string Setting = "ONBEHALF_FILES";

    internal BlobContainerClient Container => field ??= Open(configuration);

    /// <summary>Returns the container for a connection string.</summary>
    public static BlobContainerClient Open(string connection, string? prefix) => new(connection, $"{prefix?.ToLowerInvariant()}files");

    internal Task PutAsync(FileId file, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        Container.GetBlobClient(file.Value).UploadAsync(new BinaryData(content), overwrite: false, cancellation);

    /// <summary>Returns null if the blob does not exist.</summary>
    internal async Task<ReadOnlyMemory<byte>?> FindAsync(FileId file, CancellationToken cancellation)
    {
        try
        {
            return (await Container.GetBlobClient(file.Value).DownloadContentAsync(cancellation)).Value.Content.ToMemory();
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return null;
        }
    }

    internal Task DeleteAsync(FileId file, CancellationToken cancellation) =>
        Container.GetBlobClient(file.Value).DeleteIfExistsAsync(DeleteSnapshotsOption.None, cancellationToken: cancellation);

    private static BlobContainerClient Open(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => throw new InvalidOperationException($"{Setting} is not set: a blob container (https://…) or a storage connection string."),
        var place when Uri.TryCreate(place, UriKind.Absolute, out var container) && container.Scheme is "https" or "http" =>
            new BlobContainerClient(container, AppCredential.From(configuration)),
        var connection => Open(connection, configuration["ONBEHALF_TABLE_PREFIX"]),
    };
}
