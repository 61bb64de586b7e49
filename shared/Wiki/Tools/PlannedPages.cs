using System.Text;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tools;
using Onbehalf.Wiki.Search;

namespace Onbehalf.Wiki.Tools;

/// <summary>Resolves a model's arguments to an existing page, or a space for a new one, in which the speaker may write.</summary>
internal sealed class PlannedPages(WikiSpaces spaces, WikiPages pages, WikiSearch search)
{
    public async Task<Planned> ReadAsync(Authority authority, JsonElement arguments, CancellationToken cancellation)
    {
        var title = Arguments.Text(arguments, "title")?.Trim();
        if (Arguments.Text(arguments, "text") is not { } text || !IsPage(title, text))
            return new Planned.Refused(
                Arguments.Failed(RefusalCodes.Shape, $"give page, or space and title, and text of at most {WikiLimits.LargestPageBytes / 1024} KiB."));
        if (Arguments.Text(arguments, "page") is { } named)
            return await ExistingAsync(authority, named, title, text, cancellation);
        if (Arguments.Text(arguments, "space") is not { } space || title is not { Length: > 0 })
            return new Planned.Refused(await PlacesAsync(authority, cancellation));
        if (await SpaceAsync(authority, space, cancellation) is not { } place)
            return new Planned.Refused(Missing());
        var same = (await search.TitledAsync(authority, [[place]], title, cancellation)).Hits.Select(static hit => hit.Page.Id).ToArray();
        var old = same is [var first, ..] ? await pages.FindAsync(authority, first, null, cancellation) : null;
        return new Planned.Ready(authority.Subject.Id, place, old, title, text);
    }

    /// <summary>Returns the refusal. It is the same for a nonexistent place, an unreadable one and one without the right to write.</summary>
    public static ToolResult Missing() =>
        Arguments.Refused(RefusalCodes.NotFound, "there is no such place that this person may write to.", [Evidence.Touched.Unknown(WikiRights.Name)]);

    /// <summary>Returns the places that the speaker may write to. The list is private to the speaker, so it is evidence.</summary>
    private async Task<ToolResult> PlacesAsync(Authority authority, CancellationToken cancellation)
    {
        var mine = (await spaces.ReadableAsync(authority, cancellation)).Where(space => space.LetsWrite(authority)).ToArray();
        var places = string.Join("; ", mine.Select(static space => space.Name));
        return Arguments.Failed(RefusalCodes.Shape, $"give page, or space and title. Spaces this person may write in: {places}.") with
        {
            Touched = [.. mine.Select(static space => WikiRights.Searched(space.Id))],
        };
    }

    private static bool IsPage(string? title, string text) =>
        Encoding.UTF8.GetByteCount(text) <= WikiLimits.LargestPageBytes
        && (title is null || (title.Length <= WikiLimits.LongestTitle && !title.Any(char.IsControl)));

    private async Task<Planned> ExistingAsync(Authority authority, string named, string? title, string text, CancellationToken cancellation)
    {
        if (!PageId.TryParse(named, out var id)
            || await spaces.FindAsync(authority, id.Space, cancellation) is not { } space || !space.LetsWrite(authority)
            || await pages.FindAsync(authority, id, null, cancellation) is not { } old)
            return new Planned.Refused(Missing());
        return new Planned.Ready(authority.Subject.Id, space, old, title is { Length: > 0 } ? title : old.Title, text);
    }

    private async Task<WikiSpace?> SpaceAsync(Authority authority, string named, CancellationToken cancellation)
    {
        var mine = (await spaces.ReadableAsync(authority, cancellation)).Where(space => space.LetsWrite(authority)).ToArray();
        var found = mine.Where(space => space.Id.Value == named || string.Equals(space.Name, named, StringComparison.OrdinalIgnoreCase)).ToArray();
        return found.Length == 1 ? found[0] : null;
    }
}

/// <summary>The planned write over the current state, or its refusal.</summary>
internal abstract record Planned
{
    private Planned()
    {
    }

    /// <param name="Old">Null for a new page.</param>
    public sealed record Ready(SubjectId By, WikiSpace Space, WikiPage? Old, string Title, string Text) : Planned
    {
        /// <summary>The digest that a person confirms: person, target, audience, old and new text.</summary>
        public string Digest => Sha256.HexOfJson(new
        {
            subject = By.Value, space = Space.Id.Value, name = Space.Name, audience = Space.Audience, room = Space.Room?.Value,
            page = Old?.Id.Value, version = Old?.Version, oldTitle = Old?.Title, oldText = Old?.Text, title = Title, text = Text,
        });
    }

    public sealed record Refused(ToolResult Result) : Planned;
}
