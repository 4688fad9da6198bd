namespace Personalization.Evaluation.Attributes;

/// <summary>Right and wrong inferences of one attribute.</summary>
internal sealed class Counts
{
    private int _inferred;
    private int _right;
    private int _labelled;
    private int _stated;
    private int _rightOfStated;

    public double Precision => (double)_right / _inferred;

    public double Recall => (double)_right / _labelled;

    public double RecallOfStated => (double)_rightOfStated / _stated;

    public void Add(bool inferred, bool labelled, bool stated)
    {
        _inferred += inferred ? 1 : 0;
        _labelled += labelled ? 1 : 0;
        _right += inferred && labelled ? 1 : 0;
        _stated += labelled && stated ? 1 : 0;
        _rightOfStated += inferred && labelled && stated ? 1 : 0;
    }

    public static Counts Sum(IEnumerable<Counts> counts)
    {
        var sum = new Counts();
        foreach (var one in counts)
        {
            sum._inferred += one._inferred;
            sum._right += one._right;
            sum._labelled += one._labelled;
            sum._stated += one._stated;
            sum._rightOfStated += one._rightOfStated;
        }

        return sum;
    }
}
