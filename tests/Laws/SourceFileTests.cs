using System.Globalization;
using System.Text.RegularExpressions;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Laws;

/// <summary>The sizes of source files that <c>.editorconfig</c> and the house style set.</summary>
public sealed partial class SourceFileTests
{
    private const int LongestFile = 300;

    private static readonly string[] Folders = ["shared", "orchestrations", "functions", "pdf", "local", "web/src", "web/test", "tests"];

    /// <summary>A text or a pattern may be longer: a line of a raw string, or one with nothing but a literal.</summary>
    [Fact]
    public void No_line_of_code_is_longer_than_editorconfig_allows()
    {
        var config = File.ReadAllText(Path.Combine(Clone.Root, ".editorconfig"));
        var longest = int.Parse(Longest().Match(config).Groups[1].Value, CultureInfo.InvariantCulture);
        var exempt = Exempt().Matches(config).Select(static match => Glob(match.Groups[1].Value)).ToArray();

        var tooLong = Files(".cs", ".ts", ".tsx").Where(file => !Array.Exists(exempt, glob => glob.IsMatch(file))).SelectMany(file => TooLong(file, longest));

        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_file_of_the_product_is_longer_than_300_lines()
    {
        var tooLong = Files(".cs", ".ts", ".tsx", ".css")
            .Where(static file => !file.StartsWith("tests/", StringComparison.Ordinal))
            .Where(static file => File.ReadLines(Path.Combine(Clone.Root, file)).Count() > LongestFile);

        Assert.Empty(tooLong);
    }

    private static IEnumerable<string> TooLong(string file, int longest)
    {
        var (isRaw, number) = (false, 0);
        foreach (var line in File.ReadLines(Path.Combine(Clone.Root, file)))
        {
            number++;
            var marks = file.EndsWith(".cs", StringComparison.Ordinal) ? RawMark().Count(line) : 0;
            if (line.Length > longest && !isRaw && marks == 0 && !Literal().IsMatch(line))
                yield return $"{file}:{number}";
            isRaw ^= marks % 2 == 1;
        }
    }

    private static IEnumerable<string> Files(params string[] extensions) =>
        from folder in Folders
        from path in Directory.EnumerateFiles(Path.Combine(Clone.Root, folder), "*", SearchOption.AllDirectories)
        let file = Path.GetRelativePath(Clone.Root, path).Replace('\\', '/')
        where extensions.Contains(Path.GetExtension(file)) && !NotOurs().IsMatch(file)
        select file;

    /// <summary>A section of .editorconfig as an expression over paths from the root: <c>*</c>, <c>**</c> and <c>{a,b}</c>.</summary>
    private static Regex Glob(string section)
    {
        var stars = Stars().Replace(Regex.Escape(section), static found => found.Length > 2 ? ".*" : "[^/]*");
        return new($"^{Alternatives().Replace(stars, static list => $"({list.Groups[1].Value.Replace(',', '|')})")}$");
    }

    [GeneratedRegex(@"^max_line_length = (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Longest();

    [GeneratedRegex(@"^\[([^\]]+)\]\n(?:[^\[]*\n)?max_line_length = off$", RegexOptions.Multiline)]
    private static partial Regex Exempt();

    [GeneratedRegex(@"(?:\\\*)+")]
    private static partial Regex Stars();

    [GeneratedRegex(@"\\\{([^}]*)\}")]
    private static partial Regex Alternatives();

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawMark();

    [GeneratedRegex("""^\s*(?:[+?:(]|return|=>|=|case|[\w']+:)?\s*[$@]*(["'`]).*\1[\s);,:\]]*$""")]
    private static partial Regex Literal();

    [GeneratedRegex("(^|/)(bin|obj|node_modules|wwwroot)/")]
    private static partial Regex NotOurs();
}
