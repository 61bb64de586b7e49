using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Wiki;

namespace Onbehalf.Turns;

/// <summary>Matches text with the names of wiki spaces that every member of a conversation may read, and of their pages.</summary>
public sealed class CommonPlaces(WikiSpaces spaces, WikiPages pages)
{
    private const int ShortestWord = 4;
    private const int MostPages = 200;

    /// <summary>Returns true if the text contains all words of the name of such a space or page.</summary>
    /// <param name="people">The members' authorities, the speaker first.</param>
    public async Task<bool> AreNamedInAsync(string words, IReadOnlyList<Authority> people, CancellationToken cancellation)
    {
        var said = WordsOf(words).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var readable = await Task.WhenAll(people.Select(person => spaces.ReadableAsync(person, cancellation)));
        var common = readable[0].Where(space => readable.All(own => own.Any(one => one.Id == space.Id))).ToArray();
        if (common.Any(space => Names(said, space.Name)))
            return true;
        foreach (var space in common)
        {
            if (await pages.ListAsync(people[0], space.Id, null, MostPages, cancellation) is { } listed && listed.Items.Any(page => Names(said, page.Title)))
                return true;
        }

        return false;
    }

    private static bool Names(HashSet<string> said, string name)
    {
        ImmutableArray<string> words = [.. WordsOf(name)];
        return !words.IsEmpty && words.All(said.Contains);
    }

    private static IEnumerable<string> WordsOf(string text) =>
        text.Split([.. text.Where(static c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
            .Where(static word => word.Length >= ShortestWord);
}
