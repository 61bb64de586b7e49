using System.Globalization;
using Onbehalf.Audit;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Tools;

public sealed class HiddenCharactersTests
{
    /// <summary>Unicode's Default_Ignorable_Code_Point (ranges of UAX #44), foreign spaces, separators, private and blank characters.</summary>
    [Theory]
    [InlineData(0x0000, 0x0009)]
    [InlineData(0x007F, 0x00A0)]
    [InlineData(0x00AD, 0x00AD)]
    [InlineData(0x034F, 0x034F)]
    [InlineData(0x061C, 0x061C)]
    [InlineData(0x115F, 0x1160)]
    [InlineData(0x1680, 0x1680)]
    [InlineData(0x17B4, 0x17B5)]
    [InlineData(0x180B, 0x180F)]
    [InlineData(0x2000, 0x200F)]
    [InlineData(0x2028, 0x202F)]
    [InlineData(0x205F, 0x206F)]
    [InlineData(0x2800, 0x2800)]
    [InlineData(0x3000, 0x3000)]
    [InlineData(0x3164, 0x3164)]
    [InlineData(0xE000, 0xE010)]
    [InlineData(0xFE00, 0xFE0F)]
    [InlineData(0xFEFF, 0xFEFF)]
    [InlineData(0xFFA0, 0xFFA0)]
    [InlineData(0xFFF0, 0xFFFB)]
    [InlineData(0x1BCA0, 0x1BCA3)]
    [InlineData(0x1D159, 0x1D159)]
    [InlineData(0x1D173, 0x1D17A)]
    [InlineData(0xE0000, 0xE0FFF)]
    public void A_character_that_nobody_sees_is_spelt_out_on_a_card_and_in_the_audit_alike(int first, int last)
    {
        foreach (var code in Enumerable.Range(first, last - first + 1))
        {
            var text = $"before{char.ConvertFromUtf32(code)}after";

            Assert.Equal($"before⟨U+{code:X4}⟩after", VisibleText.Show(text));
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"before\\u{{{code:x}}}after"), AuditText.Visible(text));
        }
    }

    [Theory]
    [InlineData("plain text, 1 < 2")]
    [InlineData("Łódź, São Paulo, Zoe\u0308")]
    [InlineData("東京 اربيل שלום किताब ภาษา")]
    [InlineData("🙂 👍🏽 ½ €")]
    public void Text_that_people_write_stays_as_it_is(string text)
    {
        Assert.Equal(text, VisibleText.Show(text));
        Assert.Equal(text, AuditText.Visible(text));
    }
}
