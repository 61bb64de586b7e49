#nullable enable
using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>Puts values into an OData filter as literals of their type, so that no value can end its literal.</summary>
internal static class FilterText
{
    public static string Of(FormattableString filter)
    {
        var literals = Array.ConvertAll(filter.GetArguments(), static value => (object)Literal(value));
        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }

    private static string Literal(object? value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        char letter => Literal(letter.ToString()),
        bool flag => flag ? "true" : "false",
        int or short or byte => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        long number => string.Create(CultureInfo.InvariantCulture, $"{number}L"),
        double number => string.Create(CultureInfo.InvariantCulture, $"{number}"),
        DateTimeOffset time => $"datetime'{Edm.Text(time)}'",
        DateTime time => $"datetime'{Edm.Text(new DateTimeOffset(time.ToUniversalTime()))}'",
        Guid id => $"guid'{id}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
        _ => throw new NotSupportedException($"A filter cannot compare with {value?.GetType().Name ?? "null"}."),
    };
}
