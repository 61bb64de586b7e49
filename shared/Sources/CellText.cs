using System.Text;

namespace Onbehalf.Sources;

internal static class CellText
{
    /// <summary>Returns the approximate size of a value in a result, for the limit in bytes.</summary>
    public static int Size(object? value) => value is string text ? Encoding.UTF8.GetByteCount(text) + 3 : 12;
}
