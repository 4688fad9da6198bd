using Personalization.Decisions.Imports;

namespace Personalization.Decisions.Tests.Imports;

public sealed class ForeignLogTests
{
    [Fact]
    public void VwText_SharedLabelsAndBlanks_AreRead()
    {
        var log = VwTextLog.Read(["shared | s:2 t", "| a", "0:1.5:0.25 |n b:0.5 c", "", "| a", "| b", "", "0:1:2 | a", ""]);

        var decision = log.Decisions.ShouldHaveSingleItem();
        decision.Chosen.ShouldBe(1);
        decision.Cost.ShouldBe(1.5);
        decision.Propensity.ShouldBe(0.25);
        decision.Context.Select(feature => (feature.Name, feature.Value)).ShouldBe([("s", 2), ("t", 1)]);
        decision.Actions[1].Select(feature => (feature.Name, feature.Value)).ShouldBe([("n.b", 0.5), ("n.c", 1)]);
        log.Unlabelled.ShouldBe(1);
        log.Faults.ShouldHaveSingleItem().ShouldSatisfyAllConditions(fault => fault.Line.ShouldBe(8), fault => fault.Field.ShouldBe("label"));
        log.IpsCost(_ => 1).ShouldBe(6);
        log.IpsCost(_ => 0).ShouldBe(0);
    }

    [Fact]
    public void OpenBandit_Rows_AreRead()
    {
        var log = OpenBanditLog.Read(
        [
            ",timestamp,item_id,position,click,propensity_score,user_feature_0,user-item_affinity_0", "0,t,7,2,0,0.25,x,0.0", "1,t,9,1,1,0.5,y,0.0", "2,t,9,1,2,0.5,y,0.0", "3,t,9,1,1,0,y,0.0", "4,t", "",
        ]);

        log.Decisions.Select(decision => (decision.Chosen, decision.Cost, decision.Propensity)).ShouldBe([(0, 0, 0.25), (1, -1, 0.5)]);
        log.Decisions[1].Context.Select(feature => feature.Name).ShouldBe(["position=1", "user_feature_0=y"]);
        log.Decisions[0].Actions.Select(action => action[0].Name).ShouldBe(["item=7", "item=9"]);
        log.Faults.Select(fault => (fault.Line, fault.Field)).ShouldBe([(4, "click"), (5, "propensity_score"), (6, "line")]);
        OpenBanditLog.Read(["item_id,click"]).Faults.Select(fault => fault.Field).ShouldBe(["position", "propensity_score"]);
    }

    [Fact]
    public void DsJson_Line_IsRead()
    {
        var log = VwDecisionLog.Read(
        [
            """{"_label_cost":-1,"_label_probability":0.8,"_label_Action":2,"_labelIndex":1,"EventId":"e1","a":[2,1],"p":[0.8,0.2],"c":{"User":{"age":3,"_id":"x"},"_multi":[{"id":"a"},{"i":{"w":2}}]}}""",
        ]);

        var decision = log.Decisions.ShouldHaveSingleItem();
        decision.Id.ShouldBe("e1");
        decision.Probabilities.ShouldBe([0.2, 0.8]);
        decision.Context.ShouldHaveSingleItem().Name.ShouldBe("User.age");
        decision.Actions[1].ShouldHaveSingleItem().ShouldSatisfyAllConditions(feature => feature.Name.ShouldBe("i.w"), feature => feature.Value.ShouldBe(2));
    }

    [Theory]
    [InlineData("""{"_label_cost":1,"_label_probability":0,"_labelIndex":0,"c":{"_multi":[{}]}}""", "_label_probability")]
    [InlineData("""{"_label_cost":1,"_label_probability":0.5,"_labelIndex":3,"c":{"_multi":[{}]}}""", "_labelIndex")]
    [InlineData("""{"_label_cost":1,"_label_probability":0.5,"_labelIndex":0,"c":{}}""", "_multi")]
    [InlineData("{", "line")]
    public void DsJson_BrokenLine_IsNamedAndItsNeighboursKept(string line, string field)
    {
        var log = VwDecisionLog.Read([line, """{"_label_cost":1,"_label_probability":0.5,"_labelIndex":0,"c":{"_multi":[{}]}}""", "{}"]);

        log.Decisions.Count.ShouldBe(1);
        log.Unlabelled.ShouldBe(1);
        log.Faults.ShouldHaveSingleItem().Field.ShouldBe(field);
    }
}
