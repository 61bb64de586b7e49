using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Geometry;
using UglyToad.PdfPig.Graphics;
using UglyToad.PdfPig.Graphics.Operations;
using UglyToad.PdfPig.Parser;
using UglyToad.PdfPig.PdfFonts;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace Onbehalf.Pdf;

/// <summary>
/// Interprets a page's operations for text only. A vertical move starts a new line, a horizontal gap adds a space. The library's own page object
/// allocates an object per letter and could exhaust memory. This reader stops at the character limit.
/// </summary>
internal sealed class PdfPageReader : BaseStreamProcessor<PdfPageText>
{
    private const double LineShare = 0.5;
    private const double GapShare = 0.15;
    private const int LeastForm = 1024;
    private const int MostStates = 512;

    private readonly StringBuilder _text = new();
    private readonly PdfBudget _budget;
    private PdfPoint _end;

    public PdfPageReader(
        int pageNumber,
        IResourceStore resources,
        IPdfTokenScanner scanner,
        IPageContentParser parser,
        ILookupFilterProvider filters,
        CropBox cropBox,
        UserSpaceUnit userSpaceUnit,
        PageRotationDegrees rotation, in TransformationMatrix initialMatrix, ParsingOptions options)
        : base(pageNumber, resources, scanner, parser, filters, cropBox, userSpaceUnit, rotation, in initialMatrix, options) =>
        _budget = PdfBudget.Of(options);

    public override PdfPageText Process(int pageNumberCurrent, IReadOnlyList<IGraphicsStateOperation> operations)
    {
        CloneAllStates();
        try
        {
            ProcessOperations(operations);
        }
        catch (PdfBudget.Exhausted) when (_text.Length > PdfBudget.Characters)
        {
            // The character limit is reached; the text so far is returned.
        }

        return new(_text.ToString());
    }

    /// <summary>Limits the saved graphics states, because each uses memory until it is restored.</summary>
    public override void PushState()
    {
        if (StackSize >= MostStates)
            throw new PdfBudget.Exhausted();
        base.PushState();
    }

    public override void RenderGlyph(
        IFont font,
        CurrentGraphicsState currentState,
        double fontSize,
        double pointSize,
        int code,
        string unicode,
        long currentOffset,
        in TransformationMatrix renderingMatrix,
        in TransformationMatrix textMatrix, in TransformationMatrix transformationMatrix, CharacterBoundingBox characterBoundingBox)
    {
        var start = Place(0, in renderingMatrix, in textMatrix, in transformationMatrix);
        var end = Place(characterBoundingBox.Width, in renderingMatrix, in textMatrix, in transformationMatrix);
        var size = Math.Max(Math.Abs(pointSize), 1);
        if (_text.Length > 0)
        {
            if (Math.Abs(start.Y - _end.Y) > size * LineShare)
                _text.Append('\n');
            else if (Math.Abs(start.X - _end.X) > size * GapShare)
                _text.Append(' ');
        }

        _end = end;
        _text.Append(unicode);
        if (_text.Length > PdfBudget.Characters)
            throw new PdfBudget.Exhausted();
        _budget.Check();
    }

    public override void BeginSubpath()
    {
    }

    public override PdfPoint? CloseSubpath() => null;

    public override void StrokePath(bool close) => _budget.Check();

    public override void FillPath(FillingRule fillingRule, bool close) => _budget.Check();

    public override void FillStrokePath(FillingRule fillingRule, bool close) => _budget.Check();

    public override void MoveTo(double x, double y)
    {
    }

    public override void BezierCurveTo(double x2, double y2, double x3, double y3)
    {
    }

    public override void BezierCurveTo(double x1, double y1, double x2, double y2, double x3, double y3)
    {
    }

    public override void LineTo(double x, double y)
    {
    }

    public override void Rectangle(double x, double y, double width, double height)
    {
    }

    public override void EndPath()
    {
    }

    public override void ClosePath()
    {
    }

    public override void ModifyClippingIntersect(FillingRule clippingRule)
    {
    }

    public override void BeginMarkedContent(NameToken name, NameToken? propertyDictionaryName, DictionaryToken? properties)
    {
    }

    public override void EndMarkedContent()
    {
    }

    public override void PaintShading(NameToken shadingName)
    {
    }

    protected override void ProcessOperations(IReadOnlyList<IGraphicsStateOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        foreach (var operation in operations)
        {
            _budget.Check();
            operation.Run(this);
        }
    }

    /// <summary>Charges the budget for each drawn form, because forms can nest and repeat.</summary>
    protected override void ProcessFormXObject(StreamToken formStream, NameToken xObjectName)
    {
        _budget.Take(Math.Max(formStream.Data.Length, LeastForm));
        base.ProcessFormXObject(formStream, xObjectName);
    }

    protected override void RenderXObjectImage(XObjectContentRecord xObjectContentRecord)
    {
    }

    protected override void ClipToRectangle(PdfRectangle rectangle, FillingRule clippingRule)
    {
    }

    protected override void RenderInlineImage(InlineImage inlineImage)
    {
    }

    private static PdfPoint Place(double x, in TransformationMatrix rendering, in TransformationMatrix text, in TransformationMatrix transformation) =>
        transformation.Transform(text.Transform(rendering.Transform(new PdfPoint(x, 0))));
}
