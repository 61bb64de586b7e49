using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Automations;

/// <summary>
/// The signing secrets of an automation's events. They are stored in the vault under its author: the newest one and, for a day after a change, the
/// previous one. A cache of ten seconds protects the vault from floods of forged events.
/// </summary>
public sealed class SigningSecrets(PersonSecrets vault, TimeProvider time)
{
    private const int RandomBytes = 32;
    private const int MostRemembered = 10_000;
    private const int ShortestText = 16;
    private const int LongestText = 512;
    private const int ShortestKey = 16;

    /// <summary>Prefix of a secret that the sender created. It is stored as base64, because spaces separate the secrets in the vault.</summary>
    private const string OfSender = "text_";

    private static readonly TimeSpan BothGood = TimeSpan.FromHours(24);
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<AutomationId, (DateTimeOffset At, WebhookKeys Keys)> _known = new();

    /// <summary>Creates a new secret. It is shown once; afterwards only the signature check reads it.</summary>
    public async Task<SecretText> RenewAsync(Subject author, AutomationId automation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(author);
        var fresh = WebhookKeys.Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomBytes));
        await ReplaceAsync(author, automation, fresh, cancellation);
        return new(fresh);
    }

    /// <summary>Returns the reason why a sender's own secret is refused; null when it is accepted.</summary>
    public static string? WhyNot(string format, string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Length is < ShortestText or > LongestText || secret.Any(char.IsControl))
            return $"A signing secret has {ShortestText} to {LongestText} characters: a shorter one can be guessed from one event.";
        if (format != "standard")
            return null;
        if (secret.StartsWith("whpk_", StringComparison.Ordinal) || secret.StartsWith("whsk_", StringComparison.Ordinal))
            return "This is a key of an asymmetric signature. Choose a secret that begins with whsec_.";
        return
            secret.StartsWith(WebhookKeys.Prefix, StringComparison.Ordinal)
            && WebhookKeys.Base64(secret[WebhookKeys.Prefix.Length..]) is not { Length: >= ShortestKey }
            ? $"After whsec_ comes base64 of at least {ShortestKey} bytes. Copy the whole secret."
            : null;
    }

    /// <summary>Stores a secret that the sender created.</summary>
    public Task TakeAsync(Subject author, AutomationId automation, string secret, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(author);
        ArgumentNullException.ThrowIfNull(secret);
        return ReplaceAsync(author, automation, OfSender + Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), cancellation);
    }

    private async Task ReplaceAsync(Subject author, AutomationId automation, string fresh, CancellationToken cancellation)
    {
        var stored = (await vault.ReadAsync(author.Id, Name(automation), cancellation))?.Reveal().Split(' ')[0];
        var until = (time.GetUtcNow() + BothGood).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await vault.WriteAsync(author.Id, Name(automation), new(stored is null ? fresh : $"{fresh} {stored} {until}"), cancellation);
        _known.TryRemove(automation, out _);
    }

    public async Task DeleteAsync(Subject author, AutomationId automation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(author);
        await vault.DeleteAsync(author.Id, Name(automation), cancellation);
        _known.TryRemove(automation, out _);
    }

    /// <summary>Returns the reason why the signature is invalid, as a slug; null when it is valid.</summary>
    public async Task<string?> WhyNotAsync(
        Automation automation, string format, EventSignature signature, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(automation);
        ArgumentNullException.ThrowIfNull(signature);
        var keys = await FindAsync(automation.Author.Id, automation.Id, cancellation);
        return signature.WhyNot(format, keys, body.Span, time.GetUtcNow());
    }

    private async Task<WebhookKeys> FindAsync(SubjectId author, AutomationId automation, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(automation, out var known) && now - known.At < Remembered)
            return known.Keys;
        if (_known.Count > MostRemembered)
            _known.Clear();
        var parts = (await vault.ReadAsync(author, Name(automation), cancellation))?.Reveal().Split(' ') ?? [];
        var keys = parts switch
        {
            [var only] => new WebhookKeys([Read(only)]),
            [var newest, var before, var until] => new([
                Read(newest),
                .. DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture)) > now ? [Read(before)] : Array.Empty<string>(),
            ]),
            _ => new([]),
        };
        _known[automation] = (now, keys);
        return keys;
    }

    private static string Read(string stored) =>
        stored.StartsWith(OfSender, StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromBase64String(stored[OfSender.Length..])) : stored;

    /// <summary>Computed from the automation's id alone; no input of the sender is in it.</summary>
    private static SecretPurpose Name(AutomationId automation) => new($"hook-{automation}");
}
