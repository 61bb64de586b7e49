using Onbehalf.Demo.Wiki;

namespace Onbehalf.Host;

/// <summary>
/// <c>--fill-wiki APP GROUP=ID …</c>: writes the demo company's wiki through the API of a deployed app. Reads the token of a member of these groups
/// from standard input. infra/scripts/demo-wiki runs it.
/// </summary>
internal static class FillWiki
{
    public const string Name = "--fill-wiki";

    /// <summary>The maximum number of attempts. The app knows a new member of a group after some seconds only.</summary>
    private const int Attempts = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] wanted, TextReader input, TextWriter output, CancellationToken cancellation)
    {
        if (wanted is not [var address, _, ..] || !Uri.TryCreate(address, UriKind.Absolute, out var app) || Groups(wanted[1..]) is not { } groups)
            return await RefuseAsync(output, $"Usage: {Name} APP employees=ID hr=ID sales=ID");
        if ((await input.ReadToEndAsync(cancellation)).Trim() is not { Length: > 0 } token)
            return await RefuseAsync(output, "No access token was given on standard input: az login, then try again.");
        using var client = new HttpClient { BaseAddress = new(app, "/") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        for (var attempt = 1; ; attempt++)
        {
            if (await RemoteWiki.FillAsync(client, groups, cancellation) is not { } refusal)
                return 0;
            if (attempt == Attempts)
                return await RefuseAsync(output, $"The wiki was not written: {refusal}");
            await output.WriteLineAsync($"The app does not take the wiki yet ({attempt}).");
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Parses the groups. Returns null if one of them is malformed.</summary>
    internal static IReadOnlyDictionary<string, string>? Groups(IEnumerable<string> arguments)
    {
        var groups = new Dictionary<string, string>();
        foreach (var argument in arguments)
            if (argument.Split('=') is not [{ Length: > 0 } name, { Length: > 0 } id] || !groups.TryAdd(name, id))
                return null;
        return groups;
    }

    private static async Task<int> RefuseAsync(TextWriter output, string why)
    {
        await output.WriteLineAsync(why);
        return 1;
    }
}
