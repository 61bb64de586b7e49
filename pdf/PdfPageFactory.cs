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

/// <summary>Creates pages that contain text only. The PDF library calls this constructor by reflection.</summary>
internal sealed class PdfPageFactory : BasePageFactory<PdfPageText>, IPageFactory<PdfPageText>
{
    private readonly ParsingOptions _options;

    public PdfPageFactory(IPdfTokenScanner scanner, IResourceStore resources, ILookupFilterProvider filters, IPageContentParser parser, ParsingOptions options)
        : base(scanner, resources, filters, parser, options) => _options = options;

    /// <summary>
    /// Charges the budget for a page's content streams. The library concatenates them before parsing and repeats a stream that is referenced
    /// repeatedly. The filters charge for decoding.
    /// </summary>
    PdfPageText IPageFactory<PdfPageText>.Create(int number, DictionaryToken dictionary, PageTreeMembers pageTreeMembers, NamedDestinations namedDestinations)
    {
        if (dictionary.TryGet(NameToken.Contents, PdfScanner, out ArrayToken? contents))
        {
            foreach (var reference in contents.Data)
                PdfBudget
                    .Of(_options)
                    .Take(
                        reference is IndirectReferenceToken { Data: var place } && PdfScanner.Get(place)?.Data is StreamToken content ? content.Data.Length : 0
                    );
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
        new PdfPageReader(
            pageNumber,
            ResourceStore,
            PdfScanner,
            PageContentParser,
            FilterProvider,
            cropBox,
            userSpaceUnit,
            rotation,
            initialMatrix,
            _options).Process(pageNumber, operations);
}
