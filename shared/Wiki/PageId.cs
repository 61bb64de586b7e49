using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Onbehalf.Ids;

namespace Onbehalf.Wiki;

/// <summary>A page of a space: <c>{space}-p</c> and 20 random base32 characters.</summary>
public readonly record struct PageId
{
    private readonly string? _value;

    private PageId(SpaceId space, string value) => (Space, _value) = (space, value);

    public SpaceId Space { get; }

    public string Value => _value ?? throw new InvalidOperationException("An empty PageId names no page.");

    public static PageId New(SpaceId space) => new(space, $"{space}-p{RandomNumberGenerator.GetString(RandomName.Alphabet, RandomName.Length)}");

    public static bool TryParse([NotNullWhen(true)] string? text, out PageId id)
    {
        var cut = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        var valid = SpaceId.TryParse(cut < 0 ? null : text![..cut], out var space) && RandomName.IsValid(text![(cut + 1)..], 'p');
        id = valid ? new(space, text!) : default;
        return valid;
    }

    public static PageId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a page id.");

    /// <summary>
    /// Returns a Markdown link to the page in the web app. Square brackets in the title are replaced, because they would end the link text.
    /// </summary>
    public string Link(string title) => $"[{title.Replace('[', '(').Replace(']', ')')}](/wiki/p/{Value})";

    public override string ToString() => Value;
}
