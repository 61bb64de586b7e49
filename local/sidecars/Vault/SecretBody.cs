using System.Text;
using System.Text.Json;

namespace Onbehalf.Sidecars.Vault;

/// <summary>The body of a set or update request. Absent fields are unchanged.</summary>
internal sealed record SecretBody
{
    private const int MostBytes = 25 * 1024;
    private const int MostTags = 15;
    private const int LongestTag = 512;
    private const int LongestContentType = 255;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string? Value { get; init; }

    public string? ContentType { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public SecretAttributes? Attributes { get; init; }

    public override string ToString() => nameof(SecretBody);

    public static async Task<SecretBody?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<SecretBody>(stream, Json, cancellation);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns the validation error, or null.</summary>
    public string? Fault()
    {
        if (Value is not null && Encoding.UTF8.GetByteCount(Value) > MostBytes)
            return "The secret value exceeds the maximum size of 25 kilobytes.";
        if (ContentType?.Length > LongestContentType)
            return "The content type exceeds 255 characters.";
        if (Tags?.Count > MostTags)
            return "A secret has at most 15 tags.";
        return Tags?.Any(static tag => tag.Key.Length > LongestTag || tag.Value.Length > LongestTag) == true ? "A tag exceeds 512 characters." : null;
    }

    public SecretVersion NewVersion(long now) => new()
    {
        Id = Guid.NewGuid().ToString("n"),
        Value = Value ?? "",
        ContentType = ContentType,
        Tags = Tags,
        Enabled = Attributes?.Enabled ?? true,
        NotBefore = Attributes?.Nbf,
        Expires = Attributes?.Exp,
        Created = now,
        Updated = now,
    };

    public SecretVersion ApplyTo(SecretVersion version, long now) => version with
    {
        ContentType = ContentType ?? version.ContentType,
        Tags = Tags ?? version.Tags,
        Enabled = Attributes?.Enabled ?? version.Enabled,
        NotBefore = Attributes?.Nbf ?? version.NotBefore,
        Expires = Attributes?.Exp ?? version.Expires,
        Updated = now,
    };

    internal sealed record SecretAttributes(bool? Enabled, long? Nbf, long? Exp);
}
