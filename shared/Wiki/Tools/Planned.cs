using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Wiki.Tools;

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
