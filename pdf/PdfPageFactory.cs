using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Geometry;
using UglyToad.PdfPig.Graphics.Operations;
using UglyToad.PdfPig.Outline.Destinations;
using UglyToad.PdfPig.Parser;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace Onbehalf.Pdf;

/// <summary>Makes of a page its text alone. The library creates it, by this constructor.</summary>
internal sealed class PdfPageFactory : BasePageFactory<PdfPageText>, IPageFactory<PdfPageText>
{
    private readonly ParsingOptions _options;

    public PdfPageFactory(IPdfTokenScanner scanner, IResourceStore resources, ILookupFilterProvider filters, IPageContentParser parser, ParsingOptions options)
        : base(scanner, resources, filters, parser, options) => _options = options;

    /// <summary>A page joins its contents before it reads them, the same one as often as it is named. Of filtered ones the filters count the rest.</summary>
    PdfPageText IPageFactory<PdfPageText>.Create(int number, DictionaryToken dictionary, PageTreeMembers pageTreeMembers, NamedDestinations namedDestinations)
    {
        if (dictionary.TryGet(NameToken.Contents, PdfScanner, out ArrayToken? contents))
        {
            foreach (var reference in contents.Data)
                PdfBudget.Of(_options).Take(reference is IndirectReferenceToken { Data: var place } && PdfScanner.Get(place)?.Data is StreamToken content ? content.Data.Length : 0);
        }

        return Create(number, dictionary, pageTreeMembers, namedDestinations);
    }

    protected override PdfPageText ProcessPage(
        int pageNumber,
        DictionaryToken dictionary,
        NamedDestinations namedDestinations,
        MediaBox mediaBox,
        CropBox cropBox,
        UserSpaceUnit userSpaceUnit,
        PageRotationDegrees rotation,
        TransformationMatrix initialMatrix,
        IReadOnlyList<IGraphicsStateOperation> operations) =>
        new PdfPageReader(pageNumber, ResourceStore, PdfScanner, PageContentParser, FilterProvider, cropBox, userSpaceUnit, rotation, initialMatrix, _options).Process(pageNumber, operations);
}
