using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Wiki;
using Onbehalf.Wiki.Search;

namespace Onbehalf.Tests.Wiki;

/// <summary>Which words find which text, in every script: one page with the text among others without.</summary>
public sealed class SearchIndexTests
{
    private const string Sales = "季度销售报告 华东地区的客户合同已经签署。";
    private const string Shiritori = "今日は成語しりとりをした";

    private static readonly Participant Author = new(SubjectId.Of("i", null, "s"), "Author");
    private static readonly SpaceId Space = SpaceId.New();

    [Theory]
    // Chinese, Japanese, Thai, Lao, Khmer and Burmese put no space between words.
    [InlineData(Sales, "销售")]
    [InlineData(Sales, "合同")]
    [InlineData(Sales, "客户合同")]
    [InlineData(Sales, "签")]
    [InlineData(Sales, "季度销售报告在哪里")]
    [InlineData(Sales, "華東", false)]
    [InlineData(Shiritori, "しりとり")]
    [InlineData(Shiritori, "成語")]
    [InlineData("サービスの契約", "ｻｰﾋﾞｽ")]
    [InlineData("ｻｰﾋﾞｽの契約", "サービス")]
    [InlineData("2024年度予算", "予算")]
    [InlineData("2024年度予算", "2024")]
    [InlineData("新しいiPhone手机政策", "iphone")]
    [InlineData("新しいiPhone手机政策", "手机")]
    [InlineData("㈱東京の件", "東京")]
    [InlineData("𠮷野家の予算", "𠮷野")]
    [InlineData("นโยบายการลาพักร้อนของพนักงาน", "ลาพักร้อน")]
    [InlineData("นโยบายการลาพักร้อนของพนักงาน", "พนักงาน")]
    [InlineData("คำสั่งทำงาน", "ทำงาน")]
    [InlineData("ນະໂຍບາຍການລາພັກ", "ລາພັກ")]
    [InlineData("គោលនយោបាយឈប់សម្រាក", "ឈប់សម្រាក")]
    [InlineData("ခွင့်ရက်မူဝါဒ", "မူဝါဒ")]
    [InlineData("การประชุมประจำปีของบริษัท", "ประชุม")]
    [InlineData("การประชุมประจำปีของบริษัท", "บริษัท")]
    [InlineData("会議室の予約方法について", "予約")]
    [InlineData("ｶﾞｲﾄﾞﾗｲﾝ", "ガイド")]
    [InlineData("報銷流程：先填單，再簽名。", "填單")]
    // Korean particles are part of the word.
    [InlineData("계약서를 서명했습니다", "계약서")]
    [InlineData("계약서가 필요합니다", "계약서를")]
    [InlineData("근로계약서", "계약")]
    // Arabic and Hebrew articles, points and letter forms.
    [InlineData("تم توقيع العقد أمس", "عقد")]
    [InlineData("تم توقيع عقد جديد", "العقد")]
    [InlineData("بالعقد الجديد", "عقد")]
    [InlineData("عَقْدٌ جديد", "عقد")]
    [InlineData("الإجازة السنوية", "اجازه")]
    [InlineData("السعر ١٢٣", "123")]
    [InlineData("החוזה נחתם אתמול", "חוזה")]
    [InlineData("חוזה חדש", "החוזה")]
    [InlineData("בחוזה החדש", "חוזה")]
    [InlineData("שָׁלוֹם לכולם", "שלום")]
    // Indic vowels are part of the letter before.
    [InlineData("अनुबंध पर हस्ताक्षर", "अनुबंध")]
    // German compounds and beginnings.
    [InlineData("Der Urlaubsantrag liegt vor", "Urlaub")]
    [InlineData("Der Urlaubsantrag liegt vor", "Antrag")]
    [InlineData("Der Urlaubsantrag liegt vor", "Anträge")]
    [InlineData("Der Urlaubsantrag liegt vor", "Urlaubs")]
    [InlineData("Reisekostenabrechnungsformular", "Kosten")]
    [InlineData("Reisekostenabrechnungsformular", "Abrechnung")]
    [InlineData("Reisekostenabrechnungsformular", "rei")]
    [InlineData("Arbeidsovereenkomst", "overeenkomst")]
    [InlineData("Die Kündigungsfrist beträgt drei Monate", "Frist")]
    // Letters with more than one spelling.
    [InlineData("Die Straße", "strasse")]
    [InlineData("Die STRASSE", "straße")]
    [InlineData("Müller", "Mueller")]
    [InlineData("Mueller", "Müller")]
    [InlineData("Müller", "muller")]
    [InlineData("Łódź i Kraków", "lodz")]
    [InlineData("Lodz", "Łódź")]
    [InlineData("Købmagergade", "kobmagergade")]
    [InlineData("Æble", "aeble")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("ISTANBUL", "ıstanbul")]
    [InlineData("Ёлка", "елка")]
    [InlineData("ΟΔΟΣ", "οδος")]
    // NFKC.
    [InlineData("Ｔｒａｖｅｌ　ｐｏｌｉｃｙ", "travel")]
    [InlineData("Travel policy", "ｔｒａｖｅｌ")]
    [InlineData("the ﬁnal ofﬁce oﬀer", "final")]
    [InlineData("the ﬁnal ofﬁce oﬀer", "office offer")]
    [InlineData("cafe\u0301 hours", "café")]
    [InlineData("café hours", "cafe\u0301")]
    [InlineData("Chapter Ⅳ", "iv")]
    [InlineData("ur\u00ADlaub", "urlaub")]
    [InlineData("10㎏ of rice", "10kg")]
    [InlineData("１２３ items", "123")]
    [InlineData("step ① of ③", "3")]
    [InlineData("our CO₂ report", "CO2")]
    [InlineData("20 m² of floor", "m2")]
    [InlineData("a ½ day", "12", false)]
    [InlineData("第㊀章", "一章")]
    [InlineData("Ⅻ. Kapitel", "xii")]
    [InlineData("ｅ\u0301tude", "étude")]
    [InlineData("a\uFEFFb\u200Bc policy", "policy")]
    // Names with a sign.
    [InlineData("We write C++ here", "C++")]
    [InlineData("We write C++17 here", "c++")]
    [InlineData("We write C\\+\\+ here", "c++")]
    [InlineData("We write **C#** here", "C#")]
    [InlineData("We write C\\# here", "C#")]
    [InlineData("We write Ｃ＋＋ here", "c++")]
    [InlineData("We write F# and C♯.", "c#")]
    [InlineData("Use Notepad++", "notepad")]
    [InlineData("Use Notepad++", "notepad++")]
    [InlineData("issue#12 is open", "issue 12")]
    [InlineData("5+ years", "5")]
    // English as before.
    [InlineData("Our travel policies", "policy")]
    [InlineData("don't e-mail node.js", "e-mail")]
    [InlineData("don't e-mail node.js", "js")]
    [InlineData("don't e-mail node.js", "email")]
    [InlineData("don't e-mail node.js", "dont")]
    [InlineData("Send an email", "e-mail")]
    [InlineData("Our wifi password", "Wi\u2011Fi")]
    [InlineData("The Wi-Fi password", "wifi")]
    [InlineData("Ask Mr. O’Brien", "obrien")]
    [InlineData("Die E-Rechnung kommt", "Erechnung")]
    [InlineData("on 2026-11-30", "202611", false)]
    public void A_text_is_found_by_what_its_reader_types(string text, string query, bool isFound = true)
    {
        using var index = Index(text, "Something else entirely, about lunch", "另外一个页面", "일반 문서");

        var hits = index.Find(SearchWords.Of(query), 0, 10);

        Assert.Equal(isFound, hits.Any(static hit => hit.Page.Title == "Page 0"));
    }

    [Theory]
    [InlineData("C++", "We write C++ here", "We write C# here", "We write C here", "a b c")]
    [InlineData("C#", "We write C# here", "We write C++ here", "We write C here", "C#12 is a channel")]
    [InlineData("C", "We write C here", "We write C# here", "We write C++ here")]
    [InlineData("合同", "合同", "合 同", "合唱和同学")]
    [InlineData("しり", "しりとり", "尻取り", "し り", "りし")]
    [InlineData("ลา", "การลา", "กา รล", "อา")]
    public void Others_are_not_found(string query, params string[] texts)
    {
        using var index = Index(texts);

        var hits = index.Find(SearchWords.Of(query), 0, 10);

        Assert.Equal("Page 0", Assert.Single(hits).Page.Title);
    }

    [Fact]
    public void Pages_with_the_word_itself_come_before_those_with_a_part_of_it_and_pages_of_results_join()
    {
        using var index = Index("Antragsteller Urlaubsantrag Bauantrag Antragsformular", "Antrag und vieles andere, das hier steht", "nichts", "Urlaubsantrag", "noch ein Antrag");
        var words = SearchWords.Of("Antrag");

        var all = index.Find(words, 0, 10).Select(static hit => hit.Page.Title).ToArray();
        var one = Enumerable.Range(0, 5).SelectMany(skip => index.Find(words, skip, 1)).Select(static hit => hit.Page.Title).ToArray();

        Assert.Equal(["Page 1", "Page 4"], all[..2].Order());
        Assert.Equal(["Page 0", "Page 3"], all[2..].Order());
        Assert.Equal(all, one);
    }

    [Fact]
    public void The_whole_run_comes_before_parts_of_it()
    {
        using var index = Index("京都の予算と京都の契約", "東京都の予算", "大阪の予算");

        var hits = index.Find(SearchWords.Of("東京都"), 0, 10);

        Assert.Equal(["Page 1", "Page 0"], hits.Select(static hit => hit.Page.Title));
    }

    [Theory]
    [InlineData("销售", true)]
    [InlineData("华东地区的销售报告", true)]
    [InlineData("人事制度的问题", false)]
    [InlineData("travel policy report", false)]
    [InlineData("urlaub", false)]
    public void Half_of_the_words_of_a_script_without_spaces_answer_too_and_parts_of_words_do_not(string query, bool answers)
    {
        using var index = Index(Sales, "Urlaubsantrag und report");

        Assert.Equal(answers, index.Answers(SearchWords.Of(query)));
    }

    [Fact]
    public void A_changed_page_is_no_longer_found_by_the_words_that_left()
    {
        using var index = Index("Urlaubsantrag 销售报告");
        var page = index.Find(SearchWords.Of("antrag"), 0, 1).Single().Page;

        index.Put(new(page.Id, page.Title, "Reisekosten 合同", 2, Author, DateTimeOffset.UnixEpoch, [Author]));

        Assert.All(["antrag", "urlaubsantrag", "销售"], query => Assert.Empty(index.Find(SearchWords.Of(query), 0, 10)));
        Assert.All(["kosten", "合同"], query => Assert.Single(index.Find(SearchWords.Of(query), 0, 10)));
    }

    [Theory]
    [InlineData("销售", Sales)]
    [InlineData("urlaub", "Der Urlaubsantrag liegt vor")]
    [InlineData("policies", "policy")]
    [InlineData("C++", "We write C++ here, not c")]
    [InlineData("𠮷野", "𠮷野家の予算")]
    public void A_passage_shows_the_words_in_the_page_as_it_is_written(string query, string sentence)
    {
        var padding = string.Concat(Enumerable.Repeat("lorem ipsum 𠮷家。", 400));
        using var index = Index($"{padding} {sentence} {padding}");

        var passage = index.Find(SearchWords.Of(query), 0, 1).Single().Passage;

        Assert.Contains(sentence, passage, StringComparison.Ordinal);
        Assert.InRange(passage.Length, 50, 240);
        Assert.True(passage is ['…', .., '…'] && passage.IsNormalized(), passage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!! ??? ++ # \\ \" * ^ ( ) NEAR AND OR NOT")]
    [InlineData("\uD800 \uDC00 a\uD800b")]
    [InlineData("\u0301\u200D\u200B\uFE0F")]
    [InlineData("\" OR pages MATCH * 合\" *")]
    public void Odd_input_is_words_or_nothing_on_both_sides(string odd)
    {
        using var index = Index(odd, $"{odd} lighthouse");

        index.Answers(SearchWords.Of($"{odd} lighthouse"));
        index.Find(SearchWords.Of($"合同 {odd} ab"), 0, 10);

        Assert.Contains(index.Find(SearchWords.Of($"{odd} lighthouse"), 0, 10), static hit => hit.Page.Title == "Page 1");
    }

    [Fact]
    public void Rare_words_count_towards_the_bound_of_an_index_and_a_page_beyond_it_is_found_by_whole_words()
    {
        var rare = string.Join(' ', Enumerable.Range(0, 500).Select(static n => $"word{n:D4}lighthouse"));
        using var wide = Index(1_000_000, rare);
        using var narrow = Index(20_000, rare, "a short page about windmills");

        Assert.InRange(wide.Characters, 3 * rare.Length, 1_000_000);
        Assert.InRange(narrow.Characters, rare.Length, 20_000);
        Assert.Single(wide.Find(SearchWords.Of("0007light"), 0, 10));
        Assert.Empty(narrow.Find(SearchWords.Of("0007light"), 0, 10));
        Assert.Single(narrow.Find(SearchWords.Of("word0007lighthouse"), 0, 10));
        Assert.Single(narrow.Find(SearchWords.Of("indmill"), 0, 10));
    }

    [Fact]
    public void A_page_without_its_parts_in_the_index_can_be_replaced()
    {
        using var index = new SpaceIndex(20_000);
        var id = PageId.New(Space);
        foreach (var text in new[] { string.Join(' ', Enumerable.Range(0, 500).Select(static n => $"word{n:D4}lighthouse")), "about windmills" })
            index.Put(WikiPage.First(id, "Page", text, Author, DateTimeOffset.UnixEpoch));

        Assert.Empty(index.Find(SearchWords.Of("word0007lighthouse"), 0, 10));
        Assert.Single(index.Find(SearchWords.Of("indmill"), 0, 10));
        Assert.InRange(index.Characters, 1, 1_000);
    }

    private static SpaceIndex Index(params string[] texts) => Index(1_000_000, texts);

    private static SpaceIndex Index(long mostCharacters, params string[] texts)
    {
        var index = new SpaceIndex(mostCharacters);
        foreach (var (n, text) in texts.Index())
            index.Put(WikiPage.First(PageId.New(Space), $"Page {n}", text, Author, DateTimeOffset.UnixEpoch));
        return index;
    }
}
